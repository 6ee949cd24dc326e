package dev.filch.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.filch.examples.FileSearch.Match;
import dev.filch.pool.WorkStealingPool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileSearchTest {

    private static final String TEXT = "größer";

    @TempDir
    Path directory;

    private static Set<Match> search(int workers, Path start) throws Exception {
        try (WorkStealingPool pool = WorkStealingPool.builder().workers(workers).build()) {
            List<Match> matches = FileSearch.search(pool, start, TEXT);
            Set<Match> distinct = new HashSet<>(matches);
            assertEquals(distinct.size(), matches.size(), "each match is found once");
            return distinct;
        }
    }

    /** Writes a file whose third line has the text. */
    private static Match write(Path file) throws IOException {
        Files.writeString(file, "first\nsecond\n3 ist " + TEXT + " als 2\nfourth");
        return new Match(file, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void everyMatchIsFound(int workers) throws Exception {
        Set<Match> expected = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                Path parent = Files.createDirectories(directory.resolve("a" + i).resolve("b" + j));
                for (int k = 0; k < 5; k++) {
                    Files.writeString(parent.resolve("without" + k), "no such line\n");
                    expected.add(write(parent.resolve("with" + k)));
                }
            }
        }
        byte[] notUtf8 = ("\n" + TEXT + " \n" + TEXT).getBytes(StandardCharsets.UTF_8);
        notUtf8[0] = (byte) 0xff;
        Path binary = Files.write(directory.resolve("binary"), notUtf8);
        expected.add(new Match(binary, 1));
        expected.add(new Match(binary, 2));

        assertEquals(expected, search(workers, directory));
        assertEquals(Set.of(new Match(binary, 1), new Match(binary, 2)), search(workers, binary));
    }

    /** More joins nest than tasks run on one stack, and than there are workers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aDeepTreeIsSearchedToItsBottom(int workers) throws Exception {
        Path bottom = directory;
        for (int depth = 0; depth < 300; depth++) {
            bottom = bottom.resolve("d");
        }
        Match match = write(Files.createDirectories(bottom).resolve("file"));

        assertEquals(Set.of(match), search(workers, directory));
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Match match = write(directory.resolve("file"));
        Files.createSymbolicLink(directory.resolve("again"), directory);
        Files.createSymbolicLink(directory.resolve("same"), match.file());

        assertEquals(Set.of(match), search(2, directory));
    }

    @Test
    void aMissingFileFailsTheSearch() {
        ExecutionException thrown =
                assertThrows(ExecutionException.class, () -> search(2, directory.resolve("missing")));

        assertInstanceOf(NoSuchFileException.class, thrown.getCause());
    }
}
