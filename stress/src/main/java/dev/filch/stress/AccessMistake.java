package dev.filch.stress;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.MethodNode;

/** Puts other accesses of the same variable in the place of a read-modify-write. */
abstract class AccessMistake extends GeneratorAdapter {

    static final int API = Opcodes.ASM9;

    private static final Type VAR_HANDLE = Type.getObjectType("java/lang/invoke/VarHandle");
    private static final Type THREAD = Type.getType(Thread.class);

    private final Runnable made;
    private Type[] types;
    private int[] arguments;
    private int handle;

    private AccessMistake(MethodVisitor next, MethodNode head, Runnable made) {
        super(API, next, head.access, head.name, head.desc);
        this.made = made;
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
            arguments[i] = stored(types[i]);
        }
        handle = stored(VAR_HANDLE);
        insteadOf(name);
        made.run();
    }

    /** Leaves the result of a read-modify-write, whose arguments are stored, on the stack. */
    abstract void insteadOf(String name);

    /** Takes the top of the stack into a new local variable. */
    final int stored(Type type) {
        int local = newLocal(type);
        storeLocal(local);
        return local;
    }

    /** Loads an argument; they are counted from the last one, which is 1. */
    final void loadFromEnd(int place) {
        loadLocal(arguments[arguments.length - place]);
    }

    final Type valueType() {
        return types[types.length - 1];
    }

    /** Reads the variable; its coordinates are the arguments but for some at the end. */
    final void read(String mode, int others) {
        loadVariable(others);
        access(mode, valueType(), others);
    }

    /** Writes what a piece of code leaves on the stack. */
    final void write(String mode, int others, Runnable value) {
        loadVariable(others);
        value.run();
        access(mode, Type.VOID_TYPE, others, valueType());
    }

    private void loadVariable(int others) {
        loadLocal(handle);
        for (int i = 0; i < arguments.length - others; i++) {
            loadLocal(arguments[i]);
        }
    }

    private void access(String mode, Type result, int others, Type... values) {
        int coordinates = types.length - others;
        Type[] signature = new Type[coordinates + values.length];
        System.arraycopy(types, 0, signature, 0, coordinates);
        System.arraycopy(values, 0, signature, coordinates, values.length);
        invokeVirtual(VAR_HANDLE, new Method(mode, result, signature));
    }

    /** A read, time for others, and a write. */
    static final class ReadThenWrite extends AccessMistake {

        ReadThenWrite(MethodVisitor next, MethodNode head, Runnable made) {
            super(next, head, made);
        }

        @Override
        void insteadOf(String name) {
            switch (name) {
                case "getAndAdd" -> {
                    int found = readAndYield(1);
                    write("setVolatile", 1, () -> {
                        loadLocal(found);
                        loadFromEnd(1);
                        math(ADD, valueType());
                    });
                    loadLocal(found);
                }
                case "compareAndSet" -> compareThenSet(readAndYield(2));
                default -> throw new IllegalStateException("no read-modify-write: " + name);
            }
        }

        private int readAndYield(int others) {
            read("getVolatile", others);
            int found = stored(valueType());
            invokeStatic(THREAD, Method.getMethod("void yield()"));
            return found;
        }

        private void compareThenSet(int found) {
            Label other = newLabel();
            Label end = newLabel();
            loadLocal(found);
            loadFromEnd(2);
            ifCmp(valueType(), NE, other);
            write("setVolatile", 2, () -> loadFromEnd(1));
            push(true);
            goTo(end);
            mark(other);
            push(false);
            mark(end);
        }
    }
}
