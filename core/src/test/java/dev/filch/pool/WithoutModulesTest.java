package dev.filch.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs a pool in a JVM that has only the module java.base. */
@Timeout(60)
class WithoutModulesTest {

    /** The program that this JVM runs. */
    static final class Program {

        private Program() {
        }

        public static void main(String[] args) throws Exception {
            WorkerPool pool = WorkStealingPool.builder().workers(1).timing(TaskTiming.EVERY_TASK).build();
            System.out.println(pool.submit(() -> "result").get());
            pool.close();
            try {
                WorkStealingPool.builder().workers(1).startThreadsAtOnce(true).registerMBean(true).build();
            } catch (IllegalStateException expected) {
                System.out.println(expected.getMessage());
            }
        }
    }

    private static String locationOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    @Test
    void poolsWorkWithoutTheModulesJdkJfrAndJavaManagement() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules", "java.base",
                "-cp", locationOf(WorkerPool.class) + File.pathSeparator + locationOf(Program.class),
                Program.class.getName()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(40, TimeUnit.SECONDS), "expected the JVM to end");
        assertEquals(String.format("result%nthe module java.management is absent%n"), output);
        assertEquals(0, process.exitValue());
    }
}
