package dev.filch.stress;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.tree.MethodNode;

/** Puts what the first call of an accessor returned in the place of its second call. */
final class SingleRead extends GeneratorAdapter {

    private static final int UNREAD = -1;

    private final Runnable made;
    private final String accessor;
    private int found = UNREAD;

    SingleRead(MethodVisitor next, MethodNode head, Runnable made, String accessor) {
        super(AccessMistake.API, next, head.access, head.name, head.desc);
        this.made = made;
        this.accessor = accessor;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (!name.equals(accessor)) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        } else if (found == UNREAD) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            found = newLocal(Type.getReturnType(descriptor));
            storeLocal(found);
            loadLocal(found);
        } else {
            visitInsn(Opcodes.POP);
            loadLocal(found);
            made.run();
        }
    }
}
