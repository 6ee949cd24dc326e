package dev.filch.stress;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.MethodNode;

/**
 * A mistake that an edit makes in one method of a shipped class.
 *
 * @param type the internal name of the class. The methods below take its simple name, or, outside the package of the
 *     queues, its name within {@code dev/filch}, such as {@code channel/Choice}
 * @param method the method's name
 * @param edit how the method changes
 */
record Mistake(String type, String method, Edit edit) {

    private static final String PACKAGE = "dev/filch/";
    private static final String QUEUES = "queue/";

    /** Rewrites a method. */
    @FunctionalInterface
    interface Edit {

        /**
         * Creates a visitor that makes the mistake.
         *
         * @param next receives the edited method
         * @param head the method's declaration, without its code
         * @param onEdit to be called for each place that the visitor changes
         */
        MethodVisitor visitor(MethodVisitor next, MethodNode head, Runnable onEdit);
    }

    private static Mistake of(String type, String method, Edit edit) {
        return new Mistake(internalName(type), method, edit);
    }

    private static String internalName(String type) {
        return PACKAGE + (type.contains("/") ? "" : QUEUES) + type;
    }

    /** Replaces the mode of an access by a weaker one. */
    static Mistake weakerMode(String type, String accessor, String from, String to) {
        return of(type, accessor, (next, head, onEdit) -> new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                boolean found = AccessMistake.isAccess(owner) && name.equals(from);
                super.visitMethodInsn(opcode, owner, found ? to : name, descriptor, isInterface);
                if (found) {
                    onEdit.run();
                }
            }
        });
    }

    /** Replaces a read-modify-write by a read and a write, with a yield to other threads between them. */
    static Mistake notAtomic(String type, String accessor) {
        return of(type, accessor, AccessMistake.ReadThenWrite::new);
    }

    /** Moves the statement that calls {@code call} before the statement that uses the name {@code other}. */
    static Mistake movedBefore(String type, String method, String call, String other) {
        return of(type, method, (next, head, onEdit) -> new MovedStatement(next, head, onEdit, call, other, false));
    }

    /** Moves the statement that calls {@code call} after the call of {@code other}. */
    static Mistake movedAfter(String type, String method, String call, String other) {
        return of(type, method, (next, head, onEdit) -> new MovedStatement(next, head, onEdit, call, other, true));
    }

    /** Lets a test return true without testing anything. */
    static Mistake alwaysTrue(String type, String method) {
        return of(type, method, (next, head, onEdit) -> atStart(next, onEdit, () -> {
            next.visitInsn(Opcodes.ICONST_1);
            next.visitInsn(Opcodes.IRETURN);
        }));
    }

    /** Lets a method use the first value of a variable where it has to read the variable again. */
    static Mistake readOnce(String type, String method, String accessor) {
        return of(type, method, (next, head, onEdit) -> new SingleRead(next, head, onEdit, accessor));
    }

    /** Replaces a method by the one of the same name in {@link NaiveMethods}. */
    static Mistake naive(String type, String method) {
        return of(type, method, (next, head, onEdit) -> new MethodVisitor(AccessMistake.API) {
            @Override
            public void visitCode() {
                GeneratorAdapter code = new GeneratorAdapter(next, head.access, head.name, head.desc);
                String withOwner = "(" + Type.getObjectType(internalName(type)) + head.desc.substring(1);
                code.loadThis();
                code.loadArgs();
                code.invokeStatic(Type.getType(NaiveMethods.class), new Method(method, withOwner));
                code.returnValue();
                code.endMethod();
                onEdit.run();
            }
        });
    }

    /** Removes a check for null, as if the value were never null. */
    static Mistake nullCheckRemoved(String type, String method) {
        return of(type, method, (next, head, onEdit) -> new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitJumpInsn(int opcode, Label target) {
                if (opcode == Opcodes.IFNULL) {
                    super.visitInsn(Opcodes.POP);
                    onEdit.run();
                } else {
                    super.visitJumpInsn(opcode, target);
                }
            }
        });
    }

    /** Removes the bound of a long: the first argument of {@code Math.max} or {@code Math.min}. */
    static Mistake unbounded(String type, String method, String bound) {
        return of(type, method, (next, head, onEdit) -> new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.equals("java/lang/Math") && name.equals(bound) && descriptor.equals("(JJ)J")) {
                    super.visitInsn(Opcodes.DUP2_X2);
                    super.visitInsn(Opcodes.POP2);
                    super.visitInsn(Opcodes.POP2);
                    onEdit.run();
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            }
        });
    }

    /** Delays a method. That is no mistake, but it gives other threads time to expose a mistake made elsewhere. */
    static Mistake slowed(String type, String method) {
        return of(type, method, (next, head, onEdit) -> atStart(next, onEdit, () -> {
            next.visitLdcInsn(50_000L);
            next.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/util/concurrent/locks/LockSupport", "parkNanos", "(J)V", false);
        }));
    }

    private static MethodVisitor atStart(MethodVisitor next, Runnable onEdit, Runnable code) {
        return new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                code.run();
                onEdit.run();
            }
        };
    }
}
