package dev.filch.stress.rewrite;

import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls the hooks {@code enterSingleStep} and {@code leaveSingleStep} around the body of every method of a class. */
final class SingleSteps extends ClassVisitor {

    private final String hooks;
    private String owner;

    SingleSteps(ClassVisitor next, String hooks) {
        super(Opcodes.ASM9, next);
        this.hooks = hooks;
    }

    @Override
    public void visit(
            int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
        return name.startsWith("<") ? next : new Body(next, (access & Opcodes.ACC_STATIC) != 0, type);
    }

    /** Puts the body of a method in a try block whose handler catches every exception and rethrows it. */
    private final class Body extends MethodVisitor {

        private final Label start = new Label();
        private final boolean isStatic;
        private final String type;

        Body(MethodVisitor next, boolean isStatic, String type) {
            super(Opcodes.ASM9, next);
            this.isStatic = isStatic;
            this.type = type;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            hook("enterSingleStep");
            super.visitLabel(start);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                hook("leaveSingleStep");
            }
            super.visitInsn(opcode);
        }

        /** Adds the handler last, so that the method's own handlers take precedence. */
        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            Label handler = new Label();
            super.visitTryCatchBlock(start, handler, handler, null);
            super.visitLabel(handler);
            Object[] locals = Frames.parameters(isStatic ? null : owner, type).toArray();
            super.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
            hook("leaveSingleStep");
            super.visitInsn(Opcodes.ATHROW);
            super.visitMaxs(maxStack, maxLocals);
        }

        private void hook(String name) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, hooks, name, "()V", false);
        }
    }
}
