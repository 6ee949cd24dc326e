package dev.filch.stress.cores;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.filch.stress.model.Fibers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CoresDeterminismTest {

    @TempDir
    Path directory;

    private CommandRun run(String name, String seed) {
        CommandRun run = new CommandRun(new CoresCommand(), directory.resolve(name),
                "--work", "ring,injector,outside/stealing-pool", "--cores", "2,16", "--own-work", "0,1us",
                "--duration", "20us", "--seed", seed);
        assertEquals(0, run.exitCode, () -> run.printed + run.errors);
        return run;
    }

    @Test
    void theSameSeedYieldsTheSameResults() {
        Fibers.assumeAvailable();

        CommandRun first = run("first", "3");
        CommandRun second = run("second", "3");
        CommandRun other = run("other", "4");

        assertAll(
                () -> assertEquals(first.text("results.csv"), second.text("results.csv")),
                () -> assertEquals(first.json().get("results"), second.json().get("results")),
                () -> assertNotEquals(
                        first.json().get("results"), other.json().get("results"), "the seed has an effect"));
    }
}
