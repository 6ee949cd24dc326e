package dev.filch.stress.cores.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.filch.stress.cores.engine.CodePaths;
import dev.filch.stress.model.Fibers;
import dev.filch.stress.rewrite.ClassFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CodeBaseTest {

    private static final String DEQUE = "dev/filch/queue/WorkDeque.class";

    @TempDir
    Path directory;

    private CodeBase without(String entry) throws IOException {
        Path jar = directory.resolve("core.jar");
        CoreJar.write(jar, name -> !name.equals(entry));
        return new CodeBase(jar, CodePaths.NONE);
    }

    private static RunResult run(CodeBase code) {
        return SimulatedRun.run("outside/stealing-pool", TestCosts.RECORDED,
                new RunSettings(4, 1, 4, 100, 5_000, 20_000, 1, code));
    }

    @Test
    void aJarOfTheSameClassesYieldsTheSameResults() throws IOException {
        Fibers.assumeAvailable();

        RunResult fromJar = run(without("nothing"));

        RunResult fromBuild = run(CodeBase.OF_THIS_BUILD);
        assertEquals(fromBuild.messages(), fromJar.messages());
        assertEquals(fromBuild.transfers(), fromJar.transfers());
    }

    @Test
    void aClassThatTheJarLacksIsNotLoadedFromThisBuild() throws IOException {
        Fibers.assumeAvailable();
        CodeBase code = without(DEQUE);

        assertThrows(NoClassDefFoundError.class, () -> run(code));
    }

    @Test
    void classesOfWorkloadsAndOfTheJdkAreNotLoadedFromTheJar() throws IOException {
        ClassFiles files = without("nothing").classFiles();

        String name = "dev/filch/stress/cores/work/PoolWork";
        assertArrayEquals(ClassFiles.of(CodeBase.class.getClassLoader()).read(name), files.read(name));
        assertNotNull(files.read("java/util/ArrayDeque"));
    }
}
