package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.stress.cores.engine.Costs;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostSetsTest {

    @TempDir
    Path directory;

    private static String written(CostSet set) {
        StringBuilder out = new StringBuilder();
        try {
            CostFile.write(set, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static String xeon() {
        return written(CostSets.find("xeon"));
    }

    @Test
    void nanosecondsInAFileBecomePicoseconds() {
        Costs xeon = CostSets.byName("xeon");

        assertAll(
                () -> assertEquals(56_000, xeon.near().transfer()),
                () -> assertEquals(40_000, xeon.far().snoop()),
                () -> assertEquals(260, xeon.hit()),
                () -> assertEquals(3_000_000_000L, xeon.timeSlice()),
                () -> assertEquals(0.1, xeon.jitter()));
    }

    @Test
    void everyShippedSetHasADescriptionAndSources() {
        assertAll(CostSets.names().stream().map(name -> () -> {
            CostSet set = CostSets.find(name);
            assertEquals(name, set.name());
            assertFalse(set.description().isBlank(), "a description");
            assertFalse(set.sources().isEmpty(), "sources");
        }));
    }

    @Test
    void aWrittenSetReadsBackEqual() throws IOException {
        Path file = directory.resolve("costs.json");
        Files.writeString(file, xeon());

        assertEquals(CostSets.byName("xeon"), CostSets.read(file));
        assertEquals(file.toString(), CostSets.find(file.toString()).name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "near.upgrade"     | "near.upgrades"   | 'near.upgrade' is missing
            "hold": 13.0       | "hold": "much"    | 'hold' must be a number
            "hold": 13.0       | "hold": -1        | 'hold' must be a number from 0
            "hold": 13.0       | "hold": [1]       | 'hold' must be a number
            "hold"             | "held": 1, "hold" | 'held' is unknown
            "near.snoop": 15.0 | "near.snoop": 999 | 'near': a transfer must take at least as long as its snoop
            "jitter": 0.1      | "jitter": 1.5     | the jitter must be a fraction
            "jitter"           | "shake"           | 'jitter' is missing
            "sources"          | "source"          | 'source' is unknown
            """)
    void theErrorForAnInvalidFileNamesTheKey(String part, String replacement, String message) {
        String changed = xeon().replace(part, replacement);

        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> CostFile.parse("file.json", new StringReader(changed)));
        assertTrue(thrown.getMessage().startsWith("file.json"), thrown::getMessage);
        assertTrue(thrown.getMessage().contains(message), thrown::getMessage);
    }

    @Test
    void invalidJsonAndMissingFilesThrow() {
        assertThrows(IllegalArgumentException.class, () -> CostFile.parse("x", new StringReader("{")));
        assertThrows(IllegalArgumentException.class, () -> CostFile.parse("x", new StringReader("[1]")));
        assertThrows(IllegalArgumentException.class, () -> CostFile.parse("x", new StringReader("")));
        assertThrows(IllegalArgumentException.class, () -> CostSets.byName("cheap"));
        assertThrows(IllegalArgumentException.class, () -> CostSets.read(directory));
    }
}
