package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.openjdk.jcstress.infra.TestInfo;

class TwinTest {

    private static List<Twin> twins() {
        return TwinCatalog.all();
    }

    @ParameterizedTest
    @MethodSource("twins")
    void writesClassesThatDifferFromWhatShips(Twin twin, @TempDir Path directory) throws IOException {
        twin.writeTo(directory);
        for (String type : twin.types()) {
            byte[] written = Files.readAllBytes(directory.resolve(type + ".class"));
            byte[] shipped = Twin.class.getClassLoader().getResourceAsStream(type + ".class").readAllBytes();
            assertFalse(Arrays.equals(shipped, written), type);
            assertEquals(type, new ClassReader(written).getClassName());
        }
    }

    @ParameterizedTest
    @MethodSource("twins")
    void namesATestThatExists(Twin twin) {
        Set<String> tests = StressRunner.allTests().stream().map(TestInfo::name).collect(Collectors.toSet());
        assertTrue(tests.contains(twin.testName()), twin.testName());
    }

    @Test
    void eachStructureHasTwins() {
        Map<String, Long> twins = twins().stream()
                .collect(Collectors.groupingBy(
                        twin -> twin.name().split(":")[0], TreeMap::new, Collectors.counting()));
        assertEquals(Set.of("deque", "injector", "ring"), twins.keySet());
        twins.forEach((structure, count) -> assertTrue(count >= 2, structure));
    }

    @Test
    void aMistakeThatFindsNoPlaceIsRefused() {
        Twin twin = Twin.of("nothing", "Test", Weakening.mode("DequeBottom", "setBottomVolatile", "setOpaque", "set"));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> twin.weakened("dev/filch/queue/DequeBottom"));
        assertTrue(refused.getMessage().contains("0 places"), refused.getMessage());
    }

    @Test
    void aStatementThatIsNotThereCannotBeMoved() {
        Twin twin = Twin.of("nothing", "Test", Weakening.movedBefore("Injector", "poll", "clearRelease", "CLOSED"));
        assertThrows(IllegalStateException.class, () -> twin.weakened("dev/filch/queue/Injector"));
    }
}
