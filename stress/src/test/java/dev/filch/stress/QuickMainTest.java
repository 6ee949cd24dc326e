package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.queue.MpmcRing;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.openjdk.jcstress.infra.TestInfo;

/** {@link QuickMain} skips the right configurations, and biased locking may be skipped. */
class QuickMainTest {

    private final Set<String> withMonitor = new TreeSet<>();
    private int classes;

    @Test
    void onlyTheSecondCompilerWithoutBiasedLockingRuns() {
        assertFalse(QuickMain.isSkipped(List.of("-XX:-UseBiasedLocking", "-XX:-TieredCompilation")));
        assertFalse(QuickMain.isSkipped(List.of("-XX:-TieredCompilation", "-XX:+StressLCM")), "a JDK without biasing");
        assertFalse(QuickMain.isSkipped(List.of("-XX:-UseBiasedLocking", "-XX:+UseSerialGC")), "mode smoke");
        assertTrue(QuickMain.isSkipped(List.of("-XX:+UseBiasedLocking", "-XX:-TieredCompilation")));
        assertTrue(QuickMain.isSkipped(List.of("-XX:-UseBiasedLocking", "-Xint")));
        assertTrue(QuickMain.isSkipped(List.of("-XX:TieredStopAtLevel=1")));
    }

    @Test
    void noClassOfFilchEntersAMonitor() throws IOException, URISyntaxException {
        Path location = Path.of(MpmcRing.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(location)) {
            collectMonitors(location);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(location)) {
                collectMonitors(jar.getPath("/"));
            }
        }
        assertTrue(classes > 0, "found no class in " + location);
        assertEquals(Set.of(), withMonitor, "methods that enter a monitor");
    }

    @Test
    void noActorEntersAMonitor() throws IOException {
        for (TestInfo test : StressRunner.allTests()) {
            collectMonitors(new ClassReader(binaryName(test.name())));
        }
        assertEquals(StressRunner.allTests().size(), classes, "test classes that were read");
        assertEquals(Set.of(), withMonitor, "methods that enter a monitor");
    }

    /** A test is a top-level class or a member of one. */
    private static String binaryName(String test) {
        return test.replaceFirst("(\\.[A-Z]\\w*)\\.", "$1\\$");
    }

    private void collectMonitors(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                collectMonitors(new ClassReader(Files.readAllBytes(file)));
            }
        }
    }

    private void collectMonitors(ClassReader reader) {
        ClassNode type = new ClassNode();
        reader.accept(type, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        classes++;
        for (MethodNode method : type.methods) {
            boolean enters = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
            for (AbstractInsnNode node : method.instructions) {
                enters |= node.getOpcode() == Opcodes.MONITORENTER;
            }
            if (enters) {
                withMonitor.add(type.name + "." + method.name);
            }
        }
    }
}
