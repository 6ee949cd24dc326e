package dev.filch.stress;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.MethodNode;

/** Replaces a read-modify-write by other accesses of the same variable. */
abstract class AccessMistake extends GeneratorAdapter {

    static final int API = Opcodes.ASM9;

    private static final Type VAR_HANDLE = Type.getObjectType("java/lang/invoke/VarHandle");
    private static final Type THREAD = Type.getType(Thread.class);

    private final Runnable onEdit;
    private Type[] types;
    private int[] arguments;
    private int handle;

    private AccessMistake(MethodVisitor next, MethodNode head, Runnable onEdit) {
        super(API, next, head.access, head.name, head.desc);
        this.onEdit = onEdit;
    }

    static boolean isAccess(String owner) {
        return owner.equals(VAR_HANDLE.getInternalName());
    }

    @Override
    public final void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (!isAccess(owner)) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            return;
        }
        types = Type.getArgumentTypes(descriptor);
        arguments = new int[types.length];
        for (int i = types.length - 1; i >= 0; i--) {
            arguments[i] = popToLocal(types[i]);
        }
        handle = popToLocal(VAR_HANDLE);
        replace(name);
        onEdit.run();
    }

    /**
     * Emits the code that replaces a read-modify-write. Its arguments are in local variables. The code leaves its
     * result on the stack.
     */
    abstract void replace(String name);

    /** Pops the top of the stack into a new local variable. */
    final int popToLocal(Type type) {
        int local = newLocal(type);
        storeLocal(local);
        return local;
    }

    /** Loads the n-th argument from the end; the last one is 1. */
    final void loadFromEnd(int n) {
        loadLocal(arguments[arguments.length - n]);
    }

    final Type valueType() {
        return types[types.length - 1];
    }

    /** Reads the variable. All arguments are its coordinates, except the last {@code valueCount}. */
    final void read(String mode, int valueCount) {
        loadVariable(valueCount);
        access(mode, valueType(), valueCount);
    }

    /** Writes the value that {@code value} leaves on the stack. */
    final void write(String mode, int valueCount, Runnable value) {
        loadVariable(valueCount);
        value.run();
        access(mode, Type.VOID_TYPE, valueCount, valueType());
    }

    private void loadVariable(int valueCount) {
        loadLocal(handle);
        for (int i = 0; i < arguments.length - valueCount; i++) {
            loadLocal(arguments[i]);
        }
    }

    private void access(String mode, Type result, int valueCount, Type... values) {
        int coordinates = types.length - valueCount;
        Type[] signature = new Type[coordinates + values.length];
        System.arraycopy(types, 0, signature, 0, coordinates);
        System.arraycopy(values, 0, signature, coordinates, values.length);
        invokeVirtual(VAR_HANDLE, new Method(mode, result, signature));
    }

    /** A read, a yield to other threads, and a write. */
    static final class ReadThenWrite extends AccessMistake {

        ReadThenWrite(MethodVisitor next, MethodNode head, Runnable onEdit) {
            super(next, head, onEdit);
        }

        @Override
        void replace(String name) {
            switch (name) {
                case "getAndAdd" -> {
                    int current = readAndYield(1);
                    write("setVolatile", 1, () -> {
                        loadLocal(current);
                        loadFromEnd(1);
                        math(ADD, valueType());
                    });
                    loadLocal(current);
                }
                case "compareAndSet" -> compareThenSet(readAndYield(2));
                default -> throw new IllegalStateException("no read-modify-write: " + name);
            }
        }

        private int readAndYield(int valueCount) {
            read("getVolatile", valueCount);
            int current = popToLocal(valueType());
            invokeStatic(THREAD, Method.getMethod("void yield()"));
            return current;
        }

        private void compareThenSet(int current) {
            Label differs = newLabel();
            Label end = newLabel();
            loadLocal(current);
            loadFromEnd(2);
            ifCmp(valueType(), NE, differs);
            write("setVolatile", 2, () -> loadFromEnd(1));
            push(true);
            goTo(end);
            mark(differs);
            push(false);
            mark(end);
        }
    }
}
