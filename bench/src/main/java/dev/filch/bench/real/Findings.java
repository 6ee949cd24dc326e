package dev.filch.bench.real;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/** One worker's findings so far. Only that worker uses the object until the run ends. */
final class Findings {

    private final MessageDigest sha256 = sha256();
    private final Map<String, Integer> references = new HashMap<>();
    private BigInteger digests = BigInteger.ZERO;
    private int files;
    private int directories;
    private long bytes;

    private long busyNanos;
    private long lastEnd = System.nanoTime();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    void addDirectory() {
        directories++;
    }

    /** Reads the file, hashes its path and content, and counts the classes that it refers to. */
    void addClassFile(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        sha256.update(file.toString().getBytes(StandardCharsets.UTF_8));
        digests = digests.add(new BigInteger(1, sha256.digest(content)));
        for (String name : ConstantPool.classesReferredTo(content)) {
            references.merge(name, 1, Integer::sum);
        }
        files++;
        bytes += content.length;
    }

    void addBusy(long startNanos, long endNanos) {
        busyNanos += endNanos - startNanos;
        lastEnd = endNanos;
    }

    long busyNanos() {
        return busyNanos;
    }

    /** Returns the end of this worker's last task, by {@link System#nanoTime()}. */
    long lastEnd() {
        return lastEnd;
    }

    /** Combines all workers' findings. The result does not depend on their order or on which worker found them. */
    static ScanSummary summary(Iterable<Findings> all) {
        Findings total = new Findings();
        for (Findings part : all) {
            total.digests = total.digests.add(part.digests);
            part.references.forEach((name, count) -> total.references.merge(name, count, Integer::sum));
            total.files += part.files;
            total.directories += part.directories;
            total.bytes += part.bytes;
        }
        return ScanSummary.of(total.digests, total.files, total.directories, total.bytes, total.references);
    }
}
