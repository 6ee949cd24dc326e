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
 * Moves the statement that ends with a call, or with the assignment of what it returns to a local variable, to another
 * place. A statement begins where a line does.
 */
final class MovedStatement extends MethodNode {

    private final MethodVisitor next;
    private final Runnable made;
    private final String call;
    private final String other;
    private final boolean behind;

    MovedStatement(MethodVisitor next, MethodNode head, Runnable made, String call, String other, boolean behind) {
        super(AccessMistake.API, head.access, head.name, head.desc, head.signature, null);
        this.next = next;
        this.made = made;
        this.call = call;
        this.other = other;
        this.behind = behind;
    }

    @Override
    public void visitEnd() {
        super.visitEnd();
        InsnList statement = cut(find(call));
        AbstractInsnNode place = find(other);
        if (behind) {
            instructions.insert(place, statement);
        } else {
            instructions.insertBefore(startOfStatement(place), statement);
        }
        made.run();
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
