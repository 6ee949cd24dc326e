package dev.filch.stress;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves a statement to another place in its method. The statement ends with a certain call, or with the assignment of
 * that call's result to a local variable. It begins with its source line.
 */
final class MovedStatement extends MethodNode {

    private final MethodVisitor next;
    private final Runnable onEdit;
    private final String call;
    private final String other;
    private final boolean isAfter;

    MovedStatement(MethodVisitor next, MethodNode head, Runnable onEdit, String call, String other, boolean isAfter) {
        super(AccessMistake.API, head.access, head.name, head.desc, head.signature, null);
        this.next = next;
        this.onEdit = onEdit;
        this.call = call;
        this.other = other;
        this.isAfter = isAfter;
    }

    @Override
    public void visitEnd() {
        super.visitEnd();
        InsnList statement = cut(find(call));
        AbstractInsnNode place = find(other);
        if (isAfter) {
            instructions.insert(place, statement);
        } else {
            instructions.insertBefore(startOfStatement(place), statement);
        }
        onEdit.run();
        accept(next);
    }

    private AbstractInsnNode find(String name) {
        for (AbstractInsnNode node : instructions) {
            if (node instanceof MethodInsnNode method && method.name.equals(name)
                    || node instanceof FieldInsnNode field && field.name.equals(name)) {
                return node;
            }
        }
        throw new IllegalStateException("there is no " + name + " in " + this.name);
    }

    private InsnList cut(AbstractInsnNode last) {
        InsnList statement = new InsnList();
        AbstractInsnNode node = startOfStatement(last);
        AbstractInsnNode end = isStore(last.getNext()) ? last.getNext().getNext() : last.getNext();
        while (node != end) {
            AbstractInsnNode following = node.getNext();
            instructions.remove(node);
            statement.add(node);
            node = following;
        }
        return statement;
    }

    private static boolean isStore(AbstractInsnNode node) {
        return node instanceof VarInsnNode && node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE;
    }

    private static AbstractInsnNode startOfStatement(AbstractInsnNode end) {
        AbstractInsnNode node = end;
        while (!(node.getPrevious() instanceof LineNumberNode)) {
            node = node.getPrevious();
        }
        return node;
    }
}
