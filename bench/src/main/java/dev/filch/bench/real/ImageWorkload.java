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

/**
 * All class files of the running JDK's own image. One thread scans them first, and what it found, every other run must
 * find.
 */
public final class ImageWorkload {

    public static final String NAME = "real";

    private final Path root;
    private final Duration patience;
    private final ScanSummary expected;

    /** Scans the class files below the given directory once, to know what is in them. */
    public ImageWorkload(Path root, Duration patience) throws RunFailure, InterruptedException {
        this.root = root;
        this.patience = patience;
        ScanRun first = new ScanRun(Contenders.SEQUENTIAL, 1, patience);
        first.run(root);
        expected = first.summary();
    }

    /** Where the running JDK keeps the classes of all its modules. */
    public static Path imageOfThisJdk() {
        return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    }

    /** Runs a contender once; fails if it finds something else than the first scan. */
    public Round run(Contender contender, Cell cell) throws RunFailure, InterruptedException {
        ScanRun scan = new ScanRun(contender, contender.workers(cell.consumers()), patience);
        Round round = scan.run(root);
        check(contender, scan.summary());
        return round;
    }

    /** Fails unless this is what the first scan found. */
    void check(Contender contender, ScanSummary found) throws RunFailure {
        if (!expected.equals(found)) {
            throw new RunFailure(contender.label() + ": found " + found + " in the class files, not " + expected);
        }
    }

    /** The cell of so many workers. Nobody submits from outside, but for the first directory. */
    public Cell cell(int workers) {
        return new Cell(NAME, expected.tasks(), 0, workers);
    }

    /** What all runs have found. */
    public ScanSummary summary() {
        return expected;
    }
}
