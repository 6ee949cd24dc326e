package dev.filch.bench.real;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the classes that a class file refers to from its constant pool (JVM specification, section 4.4). */
final class ConstantPool {

    private static final int MAGIC = 0xCAFEBABE;

    private ConstantPool() {}

    /**
     * Returns the binary names, with dots, of the other classes that a class file refers to. An array counts as its
     * element class. Primitive types are left out.
     *
     * @throws IOException if the bytes are not those of a class file
     */
    static Set<String> classesReferredTo(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readUnsignedShort(); // minor version
        in.readUnsignedShort(); // major version
        int size = in.readUnsignedShort();
        String[] texts = new String[size];
        int[] classNames = new int[size];
        List<Integer> classes = new ArrayList<>();
        for (int i = 1; i < size; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 7 -> {
                    classNames[i] = in.readUnsignedShort();
                    classes.add(i);
                }
                case 8, 16, 19, 20 -> in.skipNBytes(2); // String, MethodType, Module, Package
                case 15 -> in.skipNBytes(3); // MethodHandle
                case 3, 4, 9, 10, 11, 12, 17, 18 ->
                    in.skipNBytes(4); // int, float, members, NameAndType, (Invoke)Dynamic
                case 5, 6 -> { // long and double take two entries
                    in.skipNBytes(8);
                    i++;
                }
                default -> throw new IOException("unknown tag " + tag + " in the constant pool");
            }
        }
        in.readUnsignedShort(); // access flags
        int itself = in.readUnsignedShort();
        Set<String> names = new HashSet<>();
        for (int index : classes) {
            if (index != itself) {
                addClass(texts[classNames[index]], names);
            }
        }
        return names;
    }

    private static void addClass(String name, Set<String> names) {
        if (!name.startsWith("[")) {
            names.add(name.replace('/', '.'));
            return;
        }
        String element = name.substring(name.lastIndexOf('[') + 1);
        if (element.startsWith("L")) {
            names.add(element.substring(1, element.length() - 1).replace('/', '.'));
        }
    }
}
