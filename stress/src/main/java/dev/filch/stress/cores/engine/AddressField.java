package dev.filch.stress.cores.engine;

import java.util.Arrays;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes a class implement {@link Addressed}, with a field for the simulated address. */
final class AddressField extends ClassVisitor {

    /** The name of the field. */
    static final String NAME = "$simulatedAddress";
    private static final String ACCESSOR = "simulatedAddress";

    private String owner;
    private boolean isInterface;

    AddressField(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
            int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name;
        isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        String[] all = interfaces;
        if (!isInterface) {
            all = Arrays.copyOf(interfaces, interfaces.length + 1);
            all[interfaces.length] = Type.getInternalName(Addressed.class);
        }
        super.visit(version, access, name, isInterface ? signature : null, superName, all);
    }

    @Override
    public void visitEnd() {
        if (!isInterface) {
            super.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, NAME, "J", null, null).visitEnd();
            addGetter();
            addSetter();
        }
        super.visitEnd();
    }

    private void addGetter() {
        MethodVisitor code = begin("()J");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, owner, NAME, "J");
        code.visitInsn(Opcodes.LRETURN);
        end(code, 2, 1);
    }

    private void addSetter() {
        MethodVisitor code = begin("(J)V");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.LLOAD, 1);
        code.visitFieldInsn(Opcodes.PUTFIELD, owner, NAME, "J");
        code.visitInsn(Opcodes.RETURN);
        end(code, 3, 3);
    }

    private MethodVisitor begin(String type) {
        MethodVisitor code =
                super.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC, ACCESSOR, type, null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code, int stack, int locals) {
        code.visitMaxs(stack, locals);
        code.visitEnd();
    }
}
