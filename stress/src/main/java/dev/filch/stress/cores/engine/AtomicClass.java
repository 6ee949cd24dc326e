package dev.filch.stress.cores.engine;

import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes the JDK's atomic variables access their value through an ordinary VarHandle. In the JDK, the numeric ones use
 * {@code Unsafe}, and the others get their handle from an internal class that the JDK does not export.
 */
final class AtomicClass extends ClassVisitor {

    private static final Set<String> CLASSES = Set.of(
            "java/util/concurrent/atomic/AtomicInteger",
            "java/util/concurrent/atomic/AtomicLong",
            "java/util/concurrent/atomic/AtomicBoolean",
            "java/util/concurrent/atomic/AtomicReference");

    private static final String UNSAFE = "jdk/internal/misc/Unsafe";
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    private static final String HANDLE_TYPE = "L" + VAR_HANDLE + ";";
    private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";

    /** The static field with the handle or with the value's offset; this class replaces it. */
    private static final String HANDLE = "VALUE";

    private static final String VALUE = "value";

    private String owner;
    private String valueType;

    AtomicClass(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static boolean isAtomic(String internalName) {
        return CLASSES.contains(internalName);
    }

    @Override
    public void visit(
            int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name;
        super.visit(version, access, name, signature, superName, interfaces);
        super.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, HANDLE, HANDLE_TYPE, null, null)
                .visitEnd();
    }

    @Override
    public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
        if (name.equals(VALUE)) {
            valueType = type;
        }
        boolean isReplaced = name.equals(HANDLE) || type.equals("L" + UNSAFE + ";");
        return isReplaced ? null : super.visitField(access, name, type, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        if (name.equals("<clinit>")) {
            return null;
        }
        return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, type, signature, exceptions)) {

            @Override
            public void visitFieldInsn(int opcode, String fieldOwner, String field, String fieldType) {
                if (fieldType.equals("L" + UNSAFE + ";")) {
                    super.visitFieldInsn(opcode, owner, HANDLE, HANDLE_TYPE);
                } else if (!field.equals(HANDLE) || fieldType.equals(HANDLE_TYPE)) {
                    super.visitFieldInsn(opcode, fieldOwner, field, fieldType);
                } // else it loads the offset, which a handle does not need
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String callee, String called, String calledType, boolean isInterface) {
                if (callee.equals(UNSAFE)) {
                    super.visitMethodInsn(opcode, VAR_HANDLE, handleMethod(called),
                            calledType.replace("(Ljava/lang/Object;J", "(L" + owner + ";"), false);
                } else {
                    super.visitMethodInsn(opcode, callee, called, calledType, isInterface);
                }
            }
        };
    }

    /** Returns the VarHandle method that matches a method of Unsafe, such as getAndAdd for getAndAddInt. */
    private static String handleMethod(String unsafeMethod) {
        return unsafeMethod.replace("Int", "").replace("Long", "").replaceFirst("^put", "set");
    }

    @Override
    public void visitEnd() {
        MethodVisitor code = super.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", "()L" + LOOKUP + ";", false);
        code.visitLdcInsn(Type.getObjectType(owner));
        code.visitLdcInsn(VALUE);
        pushValueType(code);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, LOOKUP, "findVarHandle",
                "(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/Class;)" + HANDLE_TYPE, false);
        code.visitFieldInsn(Opcodes.PUTSTATIC, owner, HANDLE, HANDLE_TYPE);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(4, 0);
        code.visitEnd();
        super.visitEnd();
    }

    private void pushValueType(MethodVisitor code) {
        switch (valueType) {
            case "I" -> code.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/Integer", "TYPE", "Ljava/lang/Class;");
            case "J" -> code.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/Long", "TYPE", "Ljava/lang/Class;");
            default -> code.visitLdcInsn(Type.getType(valueType));
        }
    }
}
