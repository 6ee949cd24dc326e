package dev.filch.bench.real;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.measure.Meter;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import dev.filch.bench.measure.Session;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run of the workload on real input. The task of a directory submits a task for each of its children; the task of a
 * class file reads it. The harness counts unfinished tasks in the same way for every contender. Each worker records its
 * own findings and busy time.
 */
final class ScanRun {

    /** A task's work. */
    @FunctionalInterface
    private interface Work {
        void with(Findings findings) throws IOException;
    }

    private final int workers;
    private final Session session;

    private final List<Findings> allFindings = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Findings> own = ThreadLocal.withInitial(this::newFindings);

    private final AtomicLong pending = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Meter meter;

    ScanRun(Contender contender, int workers, Duration patience) {
        this.workers = workers;
        this.session = new Session(contender, workers, patience);
    }

    private Findings newFindings() {
        Findings findings = new Findings();
        allFindings.add(findings);
        return findings;
    }

    Round run(Path root) throws RunFailure, InterruptedException {
        long origin = System.nanoTime();
        long start;
        try {
            session.assemble(own::get);
            System.gc();
            meter = new Meter(session.threads());
            start = System.nanoTime() - origin;
            submit(root);
            session.await(ended, done::get, () -> done + " tasks ran, " + pending + " did not");
        } finally {
            session.stop();
        }
        session.awaitEnd();
        long elapsed = allFindings.stream()
                        .mapToLong(findings -> findings.lastEnd() - origin)
                        .max()
                        .orElseThrow()
                - start;
        return new Round(elapsed, meter.cost(elapsed), session.steals(), utilisation(elapsed));
    }

    /** Returns the findings. Call it after the run. */
    ScanSummary summary() {
        return Findings.summary(allFindings);
    }

    private void submit(Path path) {
        if (Files.isDirectory(path)) {
            submit(findings -> list(path, findings));
        } else if (path.toString().endsWith(".class")) {
            submit(findings -> findings.addClassFile(path));
        }
    }

    private void list(Path directory, Findings findings) throws IOException {
        findings.addDirectory();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            children.forEach(this::submit);
        }
    }

    private void submit(Work work) {
        pending.incrementAndGet();
        session.pool().execute(() -> perform(work));
    }

    private void perform(Work work) {
        long start = System.nanoTime();
        Findings findings = own.get();
        try {
            work.with(findings);
        } catch (IOException | RuntimeException | Error e) {
            session.report(e);
        }
        findings.addBusy(start, System.nanoTime());
        done.incrementAndGet();
        if (pending.decrementAndGet() == 0) {
            meter.stop();
            ended.countDown();
        }
    }

    /** Returns the fraction of the time that each worker spent inside tasks. */
    private List<Double> utilisation(long elapsedNanos) {
        return allFindings.stream()
                .map(findings -> (double) findings.busyNanos() / elapsedNanos)
                .sorted(Collections.reverseOrder())
                .limit(workers)
                .toList();
    }
}
