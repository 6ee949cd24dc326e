package dev.filch.stress;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.tree.MethodNode;

/** Replaces the second call of an accessor by the result of the first. */
final class SingleRead extends GeneratorAdapter {

    private static final int UNREAD = -1;

    private final Runnable onEdit;
    private final String accessor;
    private int firstResult = UNREAD;

    SingleRead(MethodVisitor next, MethodNode head, Runnable onEdit, String accessor) {
        super(AccessMistake.API, next, head.access, head.name, head.desc);
        this.onEdit = onEdit;
        this.accessor = accessor;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (!name.equals(accessor)) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        } else if (firstResult == UNREAD) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            firstResult = newLocal(Type.getReturnType(descriptor));
            storeLocal(firstResult);
            loadLocal(firstResult);
        } else {
            visitInsn(Opcodes.POP);
            loadLocal(firstResult);
            onEdit.run();
        }
    }
}
