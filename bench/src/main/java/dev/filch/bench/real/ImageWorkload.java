package dev.filch.bench.real;

import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Cell;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;

/** All class files of the running JDK's image. One thread scans them first. Every other run must find the same. */
public final class ImageWorkload {

    public static final String NAME = "real";

    private final Path root;
    private final Duration patience;
    private final ScanSummary expected;

    /** Scans the class files below a directory once, to know the expected findings. */
    public ImageWorkload(Path root, Duration patience) throws RunFailure, InterruptedException {
        this.root = root;
        this.patience = patience;
        ScanRun first = new ScanRun(Contenders.SEQUENTIAL, 1, patience);
        first.run(root);
        expected = first.summary();
    }

    /** Returns the directory with the classes of all modules of the running JDK. */
    public static Path imageOfThisJdk() {
        return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    }

    /** Runs a contender once; fails if its findings differ from those of the first scan. */
    public Round run(Contender contender, Cell cell) throws RunFailure, InterruptedException {
        ScanRun scan = new ScanRun(contender, contender.workers(cell.consumers()), patience);
        Round round = scan.run(root);
        check(contender, scan.summary());
        return round;
    }

    /** Fails unless the findings are those of the first scan. */
    void check(Contender contender, ScanSummary found) throws RunFailure {
        if (!expected.equals(found)) {
            throw new RunFailure(contender.label() + ": found " + found + " in the class files, not " + expected);
        }
    }

    /** Returns the cell of a number of workers. Only the first directory is submitted from outside. */
    public Cell cell(int workers) {
        return new Cell(NAME, expected.tasks(), 0, workers);
    }

    /** Returns the findings of all runs. */
    public ScanSummary summary() {
        return expected;
    }
}
