package dev.filch.bench.real;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.TestContenders;
import dev.filch.bench.contender.Contender;
import dev.filch.bench.contender.Contenders;
import dev.filch.bench.measure.Round;
import dev.filch.bench.measure.RunFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ImageWorkloadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SUBTREE = ImageWorkload.imageOfThisJdk().resolve("java.logging");

    private static ImageWorkload workload;

    @BeforeAll
    static void scanOnce() throws Exception {
        workload = new ImageWorkload(SUBTREE, PATIENCE);
    }

    static Stream<Contender> contenders() {
        return Stream.concat(Stream.of(Contenders.SEQUENTIAL), Contenders.ALL.stream());
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContenderFindsTheSame(Contender contender) throws Exception {
        Round round = workload.run(contender, workload.cell(3)); // fails if it does not

        int workers = contender.equals(Contenders.SEQUENTIAL) ? 1 : 3;
        assertAll(
                () -> assertEquals(workers, round.utilisation().size()),
                () -> assertTrue(
                        round.utilisation().stream().allMatch(part -> part >= 0 && part <= 1), round::toString),
                () -> assertTrue(
                        round.utilisation().stream().mapToDouble(part -> part).sum() > 0, round::toString));
    }

    @Test
    void readsEveryClassFileOnce() throws Exception {
        List<Path> files;
        long directories;
        try (Stream<Path> paths = Files.walk(SUBTREE)) {
            files = paths.filter(path -> path.toString().endsWith(".class")).toList();
        }
        try (Stream<Path> paths = Files.walk(SUBTREE)) {
            directories = paths.filter(Files::isDirectory).count();
        }
        BigInteger sum = BigInteger.ZERO;
        long bytes = 0;
        for (Path file : files) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(file.toString().getBytes(StandardCharsets.UTF_8));
            sha256.update(Files.readAllBytes(file));
            sum = sum.add(new BigInteger(1, sha256.digest()));
            bytes += Files.size(file);
        }
        ScanSummary found = workload.summary();

        assertEquals(files.size(), found.files());
        assertEquals(directories, found.directories());
        assertEquals(bytes, found.bytes());
        assertEquals(sum.mod(BigInteger.TWO.pow(256)), new BigInteger(found.digest(), 16));
        assertEquals(64, found.digest().length());
    }

    @Test
    void ranksTheMostReferencedClasses() {
        List<ScanSummary.Reference> top = workload.summary().mostReferenced();

        assertEquals(20, top.size());
        assertEquals("java.lang.Object", top.get(0).name());
        for (int i = 1; i < top.size(); i++) {
            assertTrue(top.get(i - 1).count() >= top.get(i).count(), top::toString);
        }
    }

    @Test
    void aDifferentResultFails(@TempDir Path other) throws Exception {
        ImageWorkload changing = new ImageWorkload(other, PATIENCE);
        changing.run(TestContenders.GOOD, changing.cell(1));
        Path known = SUBTREE.resolve("java/util/logging/Level.class");
        Files.write(other.resolve("Level.class"), Files.readAllBytes(known));

        String message = assertThrows(RunFailure.class, () -> changing.run(TestContenders.GOOD, changing.cell(1)))
                .getMessage();
        assertTrue(message.startsWith(TestContenders.GOOD.label() + ": found "), message);
    }

    @Test
    void aFileThatIsNotAClassFails(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("Not.class"), "not one");

        String message = assertThrows(RunFailure.class, () -> new ImageWorkload(other, PATIENCE))
                .getMessage();
        assertTrue(message.contains("not a class file"), message);
    }

    @Test
    void aLostTaskIsFound() throws Exception {
        ImageWorkload impatient = new ImageWorkload(SUBTREE, Duration.ofMillis(300));
        AtomicInteger submitted = new AtomicInteger();
        Contender dropping = TestContenders.faulty("dropping", (pool, task) -> {
            if (submitted.incrementAndGet() != 50) {
                pool.execute(task);
            }
        });

        String message = assertThrows(RunFailure.class, () -> impatient.run(dropping, impatient.cell(2)))
                .getMessage();
        assertTrue(message.contains("tasks ran, 1 did not"), message);
    }
}
