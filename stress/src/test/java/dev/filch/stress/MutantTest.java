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

class MutantTest {

    private static List<Mutant> mutants() {
        return MutantCatalog.all();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void writesClassesThatDifferFromWhatShips(Mutant mutant, @TempDir Path directory) throws IOException {
        mutant.writeTo(directory);
        for (String type : mutant.types()) {
            byte[] written = Files.readAllBytes(directory.resolve(type + ".class"));
            byte[] shipped = Mutant.class.getClassLoader().getResourceAsStream(type + ".class").readAllBytes();
            assertFalse(Arrays.equals(shipped, written), type);
            assertEquals(type, new ClassReader(written).getClassName());
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void namesATestThatExists(Mutant mutant) {
        Set<String> tests = StressRunner.allTests().stream().map(TestInfo::name).collect(Collectors.toSet());
        assertTrue(tests.contains(mutant.testName()), mutant.testName());
    }

    @Test
    void eachStructureHasMutants() {
        Map<String, Long> mutants = mutants().stream()
                .collect(Collectors.groupingBy(
                        mutant -> mutant.name().split(":")[0], TreeMap::new, Collectors.counting()));
        assertEquals(Set.of("deque", "injector", "ring"), mutants.keySet());
        mutants.forEach((structure, count) -> assertTrue(count >= 2, structure));
    }

    @Test
    void aMistakeThatFindsNoPlaceIsRefused() {
        Mutant mutant = Mutant.of("nothing", "Test", Mistake.mode("DequeBottom", "setBottomVolatile", "setOpaque", "set"));
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> mutant.mutated("dev/filch/queue/DequeBottom"));
        assertTrue(refused.getMessage().contains("0 places"), refused.getMessage());
    }

    @Test
    void aStatementThatIsNotThereCannotBeMoved() {
        Mutant mutant = Mutant.of("nothing", "Test", Mistake.movedBefore("Injector", "poll", "clearRelease", "CLOSED"));
        assertThrows(IllegalStateException.class, () -> mutant.mutated("dev/filch/queue/Injector"));
    }
}
