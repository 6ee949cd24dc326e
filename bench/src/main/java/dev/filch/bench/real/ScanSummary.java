package dev.filch.bench.real;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a scan of class files came to.
 *
 * @param digest the sum of all files' SHA-256 hashes (each over path and content) modulo 2^256, in hexadecimal
 * @param files how many class files were read
 * @param directories how many directories were listed
 * @param bytes how many bytes the files have
 * @param mostReferenced the classes that most class files refer to, the most frequent first
 */
public record ScanSummary(String digest, int files, int directories, long bytes, List<Reference> mostReferenced) {

    private static final int TOP = 20;
    private static final int BITS = 256;

    /** How many class files refer to a class. */
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

    /** How many tasks it took: one for each directory and one for each file. */
    int tasks() {
        return files + directories;
    }
}
