package dev.filch.stress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.tree.MethodNode;

/**
 * A structure with a mistake in it, and the jcstress test that must notice. A test that never failed proves nothing.
 *
 * @param name what is wrong with it
 * @param test the name of the test, without {@code dev.filch.stress.queue}
 * @param weakenings the mistake; more than one if it shows up only where something is slow
 */
record Twin(String name, String test, List<Weakening> weakenings) {

    static Twin of(String name, String test, Weakening... weakenings) {
        return new Twin(name, test, List.of(weakenings));
    }

    String testName() {
        return "dev.filch.stress.queue." + test;
    }

    /** The names of the classes that are not as they ship. */
    Set<String> types() {
        return weakenings.stream().map(Weakening::type).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Writes the classes with the mistake into a directory that can stand before the others on a class path. */
    void writeTo(Path directory) throws IOException {
        for (String type : types()) {
            Path file = directory.resolve(type + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, weakened(type));
        }
    }

    /** A class of the structure with the mistake. */
    byte[] weakened(String type) throws IOException {
        byte[] bytes = shipped(type);
        for (Weakening weakening : weakenings) {
            if (weakening.type().equals(type)) {
                bytes = weakened(bytes, weakening);
            }
        }
        return bytes;
    }

    private static byte[] shipped(String type) throws IOException {
        try (InputStream in = Twin.class.getClassLoader().getResourceAsStream(type + ".class")) {
            if (in == null) {
                throw new IllegalStateException("there is no class " + type);
            }
            return in.readAllBytes();
        }
    }

    private byte[] weakened(byte[] shipped, Weakening weakening) {
        int[] places = {0};
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        ClassVisitor weakens = new ClassVisitor(AccessMistake.API, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String type, String generic, String[] thrown) {
                MethodVisitor next = super.visitMethod(access, method, type, generic, thrown);
                return method.equals(weakening.method())
                        ? weakening.mistake().in(
                                next, new MethodNode(access, method, type, generic, thrown), () -> places[0]++)
                        : next;
            }
        };
        new ClassReader(shipped).accept(weakens, ClassReader.SKIP_FRAMES);
        if (places[0] != 1) {
            throw new IllegalStateException(name + ": there are " + places[0] + " places for the mistake, not one, in "
                    + weakening.type() + "." + weakening.method());
        }
        return writer.toByteArray();
    }
}
