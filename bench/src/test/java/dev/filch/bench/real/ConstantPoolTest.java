package dev.filch.bench.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

class ConstantPoolTest {

    private static final String NAME = "example/Example";

    /** Its class file depends on javac's version, except for these references. */
    static class Compiled implements Runnable {
        Object made = new BitSet[0][0];
        Object primitive = new int[0][0];

        @Override
        public void run() {
            made = new Compiled();
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Returns a class file with all kinds of constants in a fixed order, with the class entries last. */
    private static byte[] example() {
        ClassWriter writer = new ClassWriter(0);
        writer.newConst(0x1234_5678_9ABCL);
        writer.newConst(2.5);
        writer.newConst(1);
        writer.newConst(1.5F);
        writer.newConst("java/lang/Text");
        writer.newMethodType("(Ljava/lang/Argument;)V");
        writer.newModule("java.module");
        writer.newPackage("java/packaged");
        Handle bootstrap = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/Bootstrap", "call", "()V", false);
        writer.newConstantDynamic("constant", "J", bootstrap);
        writer.newInvokeDynamic("call", "()V", bootstrap);
        writer.newField("java/lang/FieldOwner", "field", "Ljava/lang/FieldType;");
        writer.newMethod("java/lang/MethodOwner", "method", "()V", false);
        writer.newMethod("java/lang/InterfaceOwner", "method", "()V", true);
        writer.newClass("[[Ljava/util/BitSet;");
        writer.newClass("[[I");
        writer.visit(Opcodes.V17, 0, NAME, null, "java/lang/Object", new String[] {"java/lang/Runnable"});
        return writer.toByteArray();
    }

    @Test
    void findsTheClassesReferredTo() throws IOException {
        assertEquals(
                new TreeSet<>(Set.of(
                        "java.lang.Bootstrap",
                        "java.lang.FieldOwner",
                        "java.lang.InterfaceOwner",
                        "java.lang.MethodOwner",
                        "java.lang.Object",
                        "java.lang.Runnable",
                        "java.util.BitSet")),
                new TreeSet<>(ConstantPool.classesReferredTo(example())));
    }

    @Test
    void findsANameThatFollowsItsClass() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeShort(0);
        out.writeShort(61);
        out.writeShort(5); // one more than there are entries
        out.writeByte(7);
        out.writeShort(3);
        out.writeByte(7);
        out.writeShort(4);
        out.writeByte(1);
        out.writeUTF(NAME);
        out.writeByte(1);
        out.writeUTF("example/Other");
        out.writeShort(0); // access flags
        out.writeShort(1); // this class

        assertEquals(Set.of("example.Other"), ConstantPool.classesReferredTo(bytes.toByteArray()));
    }

    @Test
    void findsTheClassesThatACompiledClassRefersTo() throws IOException {
        Set<String> names = ConstantPool.classesReferredTo(bytes(Compiled.class));

        assertTrue(
                names.containsAll(Set.of("java.lang.Object", "java.lang.Runnable", "java.util.BitSet")),
                names::toString);
        assertFalse(names.contains(Compiled.class.getName()), names::toString);
        assertTrue(names.stream().allMatch(name -> name.matches("[\\w$]+(\\.[\\w$]+)+")), names::toString);
    }

    @Test
    void objectRefersToOtherClasses() throws IOException {
        Set<String> names = ConstantPool.classesReferredTo(bytes(Object.class));

        assertTrue(
                names.contains("java.lang.StringBuilder") || names.contains("java.lang.InterruptedException"),
                names::toString);
        assertTrue(!names.contains("java.lang.Object"), names::toString);
    }

    @Test
    void rejectsOtherFiles() {
        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo("no class file".getBytes()));
        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo(new byte[0]));
    }

    @Test
    void rejectsAnUnknownTag() throws IOException {
        byte[] bytes = example();
        bytes[10] = 99; // the tag of the first entry

        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo(bytes));
    }

    @Test
    void rejectsATruncatedClassFile() throws IOException {
        byte[] bytes = example();

        assertThrows(IOException.class, () -> ConstantPool.classesReferredTo(Arrays.copyOf(bytes, bytes.length / 4)));
    }
}
