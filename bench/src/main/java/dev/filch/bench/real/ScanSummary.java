package dev.filch.bench.real;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The result of a scan of class files.
 *
 * @param digest the sum of all files' SHA-256 hashes (each over path and content) modulo 2^256, in hexadecimal
 * @param files the number of class files read
 * @param directories the number of directories listed
 * @param bytes the total size of the files
 * @param mostReferenced the classes that most class files refer to, in descending order
 */
public record ScanSummary(String digest, int files, int directories, long bytes, List<Reference> mostReferenced) {

    private static final int TOP = 20;
    private static final int BITS = 256;

    /** A class, and the number of class files that refer to it. */
    public record Reference(String name, int count) {}

    static ScanSummary of(BigInteger digests, int files, int directories, long bytes, Map<String, Integer> references) {
        List<Reference> top = references.entrySet().stream()
                .map(entry -> new Reference(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Reference::count).reversed().thenComparing(Reference::name))
                .limit(TOP)
                .toList();
        BigInteger digest = digests.mod(BigInteger.ONE.shiftLeft(BITS));
        return new ScanSummary(String.format("%064x", digest), files, directories, bytes, top);
    }

    /** Returns the number of tasks: one for each directory and one for each file. */
    int tasks() {
        return files + directories;
    }
}
