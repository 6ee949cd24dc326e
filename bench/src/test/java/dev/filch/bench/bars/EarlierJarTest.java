package dev.filch.bench.bars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.bench.judge.Collector;
import dev.filch.bench.judge.Effort;
import dev.filch.bench.judge.Setup;
import dev.filch.bench.judge.Target;
import dev.filch.bench.judge.Targets;
import dev.filch.bench.judge.Task;
import dev.filch.bench.pool.TinyTasks;
import dev.filch.bench.pool.WakeUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

class EarlierJarTest {

    @TempDir
    Path directory;

    private EarlierJar jar(UnaryOperator<String> edit) throws IOException {
        return EarlierJar.read(EarlierJars.write(directory.resolve("old.jar"), edit));
    }

    private static Task task(Class<?> benchmark, Map<String, String> parameters) {
        return new Task("any", benchmark.getName() + ".run", parameters, new Effort(0, 1, 0));
    }

    @Test
    void aJarWithTheSameBenchmarksHasEveryTask() throws IOException {
        EarlierJar jar = jar(list -> list);

        for (Collector collector : Collector.values()) {
            for (Target target : Targets.all(new Setup("java", "17", collector), false)) {
                target.tasks().forEach(task -> assertTrue(jar.has(task), task::toString));
            }
        }
    }

    @Test
    void aBenchmarkThatIsNotListedIsMissing() throws IOException {
        EarlierJar jar = jar(EarlierJars.without(".TinyTasks "));

        assertFalse(jar.has(task(TinyTasks.class, Map.of("impl", "filch-stealing"))));
        assertTrue(jar.has(task(WakeUp.class, Map.of("impl", "filch-stealing"))));
    }

    @Test
    void theParametersMustBeListedToo() throws IOException {
        EarlierJar jar = jar(list -> list);

        assertTrue(
                jar.has(task(TinyTasks.class, Map.of("impl", "filch-stealing", "threads", "3"))),
                "a parameter may be any number");
        assertFalse(jar.has(task(TinyTasks.class, Map.of("impl", "filch-of-tomorrow"))));
        assertFalse(jar.has(task(TinyTasks.class, Map.of("weather", "1"))));
    }

    @Test
    void theNameIsThatOfTheFile() throws IOException {
        Path path = EarlierJars.write(directory.resolve("old.jar"), list -> list);

        EarlierJar jar = new EarlierJar.ByPath().convert(path.toString());

        assertEquals("old.jar", jar.name());
        assertEquals(path.toAbsolutePath().toString(), jar.classPath());
    }

    private String complaint(Path path) {
        return assertThrows(TypeConversionException.class, () -> new EarlierJar.ByPath().convert(path.toString()))
                .getMessage();
    }

    @Test
    void otherFilesAreRejected() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no zip");
        Path zip = directory.resolve("other.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("anything"));
        }

        assertTrue(complaint(directory.resolve("missing.jar")).contains("there is no such file"));
        assertTrue(complaint(directory).contains("there is no such file"));
        assertTrue(complaint(text).contains("is not a bench jar"));
        assertTrue(complaint(zip).contains("it has no benchmarks"));
    }
}
