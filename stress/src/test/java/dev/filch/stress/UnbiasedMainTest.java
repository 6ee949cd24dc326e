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

/** Why the modes smoke and quick may leave biased locking out. */
class UnbiasedMainTest {

    private final Set<String> withMonitor = new TreeSet<>();
    private int classes;

    @Test
    void onlyTheConfigurationWithBiasedLockingIsLeftOut() {
        assertTrue(UnbiasedMain.isBiased(List.of("-XX:+UseBiasedLocking", "-XX:+UseSerialGC")));
        assertFalse(UnbiasedMain.isBiased(List.of("-XX:-UseBiasedLocking", "-XX:+UseSerialGC")));
        assertFalse(UnbiasedMain.isBiased(List.of("-XX:+UseSerialGC")), "the flags on a JDK without biased locking");
    }

    @Test
    void noClassOfFilchEntersAMonitor() throws IOException, URISyntaxException {
        Path location = Path.of(MpmcRing.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(location)) {
            search(location);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(location)) {
                search(jar.getPath("/"));
            }
        }
        assertTrue(classes > 0, "no class was found in " + location);
        assertEquals(Set.of(), withMonitor, "methods of Filch that enter a monitor");
    }

    @Test
    void noActorEntersAMonitor() throws IOException {
        for (TestInfo test : StressRunner.allTests()) {
            search(new ClassReader(binaryName(test.name())));
        }
        assertEquals(StressRunner.allTests().size(), classes, "classes of tests that were read");
        assertEquals(Set.of(), withMonitor, "methods of tests that enter a monitor");
    }

    /** A test is a top-level class, or a member of one. */
    private static String binaryName(String test) {
        return test.replaceFirst("(\\.[A-Z]\\w*)\\.", "$1\\$");
    }

    private void search(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                search(new ClassReader(Files.readAllBytes(file)));
            }
        }
    }

    private void search(ClassReader reader) {
        ClassNode read = new ClassNode();
        reader.accept(read, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        classes++;
        for (MethodNode method : read.methods) {
            boolean enters = (method.access & Opcodes.ACC_SYNCHRONIZED) != 0;
            for (AbstractInsnNode node : method.instructions) {
                enters |= node.getOpcode() == Opcodes.MONITORENTER;
            }
            if (enters) {
                withMonitor.add(read.name + "." + method.name);
            }
        }
    }
}
