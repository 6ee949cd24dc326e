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
 * A data structure with a mistake, and the jcstress test that must find the mistake. A test that never failed proves
 * nothing.
 *
 * @param name the structure, and what is wrong with it
 * @param test the name of the test, without {@code dev.filch.stress.queue}
 * @param mistakes the mistake, with the delays and further mistakes without which it would rarely show
 */
record Mutant(String name, String test, List<Mistake> mistakes) {

    static Mutant of(String name, String test, Mistake... mistakes) {
        return new Mutant(name, test, List.of(mistakes));
    }

    String testName() {
        return "dev.filch.stress.queue." + test;
    }

    /** The internal names of the classes that differ from the shipped ones. */
    Set<String> types() {
        return mistakes.stream().map(Mistake::type).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Writes the changed classes into a directory, which can precede the shipped ones on a class path. */
    void writeTo(Path directory) throws IOException {
        for (String type : types()) {
            Path file = directory.resolve(type + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, mutated(type));
        }
    }

    /** Returns the class file of a class with the mistakes in it. */
    byte[] mutated(String type) throws IOException {
        byte[] bytes = shipped(type);
        for (Mistake mistake : mistakes) {
            if (mistake.type().equals(type)) {
                bytes = mutated(bytes, mistake);
            }
        }
        return bytes;
    }

    private static byte[] shipped(String type) throws IOException {
        try (InputStream in = Mutant.class.getClassLoader().getResourceAsStream(type + ".class")) {
            if (in == null) {
                throw new IllegalStateException("there is no class " + type);
            }
            return in.readAllBytes();
        }
    }

    private byte[] mutated(byte[] shipped, Mistake mistake) {
        int[] places = {0};
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        ClassVisitor mutating = new ClassVisitor(AccessMistake.API, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String type, String generic, String[] thrown) {
                MethodVisitor next = super.visitMethod(access, method, type, generic, thrown);
                return method.equals(mistake.method())
                        ? mistake.edit().visitor(
                                next, new MethodNode(access, method, type, generic, thrown), () -> places[0]++)
                        : next;
            }
        };
        new ClassReader(shipped).accept(mutating, ClassReader.SKIP_FRAMES);
        if (places[0] != 1) {
            throw new IllegalStateException(name + ": expected one place for the mistake in " + mistake.type() + "."
                    + mistake.method() + ", found " + places[0]);
        }
        return writer.toByteArray();
    }
}
