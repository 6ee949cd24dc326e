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
    void writtenClassesDifferFromTheShippedOnes(Mutant mutant, @TempDir Path directory) throws IOException {
        mutant.writeTo(directory);
        for (String type : mutant.types()) {
            byte[] written = Files.readAllBytes(directory.resolve(type + ".class"));
            byte[] shipped = Mutant.class.getClassLoader().getResourceAsStream(type + ".class").readAllBytes();
            assertFalse(Arrays.equals(shipped, written), () -> type + " must differ from the shipped class");
            assertEquals(type, new ClassReader(written).getClassName());
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void theTestOfAMutantExists(Mutant mutant) {
        Set<String> tests = StressRunner.allTests().stream().map(TestInfo::name).collect(Collectors.toSet());
        assertTrue(tests.contains(mutant.testName()), () -> "no such test: " + mutant.testName());
    }

    @Test
    void eachStructureHasMutants() {
        Map<String, Long> mutants = mutants().stream()
                .collect(Collectors.groupingBy(
                        mutant -> mutant.name().split(":")[0], TreeMap::new, Collectors.counting()));
        assertEquals(Set.of("channel", "deque", "injector", "ring"), mutants.keySet());
        mutants.forEach((structure, count) -> assertTrue(count >= 2, "two mutants or more of: " + structure));
    }

    @Test
    void aMistakeWithoutAPlaceThrows() {
        Mutant mutant = Mutant.of("nothing", "Test",
                Mistake.weakerMode("DequeBottom", "setBottomVolatile", "setOpaque", "set"));
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> mutant.mutated("dev/filch/queue/DequeBottom"));
        assertTrue(thrown.getMessage().endsWith("found 0"), thrown.getMessage());
    }

    @Test
    void movingAMissingStatementThrows() {
        Mutant mutant = Mutant.of("nothing", "Test", Mistake.movedBefore("Injector", "poll", "clearRelease", "CLOSED"));
        assertThrows(IllegalStateException.class, () -> mutant.mutated("dev/filch/queue/Injector"));
    }
}
