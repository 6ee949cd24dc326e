package dev.filch.stress;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.MethodNode;

/**
 * A mistake, made in one method of a class file as it ships.
 *
 * @param type the internal name of the class
 * @param method the method's name
 * @param edit what is done to it
 */
record Mistake(String type, String method, Edit edit) {

    private static final String QUEUES = "dev/filch/queue/";

    /** Passes a method on, and makes a mistake on the way. */
    @FunctionalInterface
    interface Edit {

        /**
         * A visitor that makes the mistake.
         *
         * @param next where the method goes
         * @param head the method as it is declared, without its code
         * @param made to be called for each place that was changed
         */
        MethodVisitor in(MethodVisitor next, MethodNode head, Runnable made);
    }

    private static Mistake of(String type, String method, Edit edit) {
        return new Mistake(QUEUES + type, method, edit);
    }

    /** An access in another, weaker mode. */
    static Mistake mode(String type, String accessor, String from, String to) {
        return of(type, accessor, (next, head, made) -> new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                boolean found = AccessMistake.isAccess(owner) && name.equals(from);
                super.visitMethodInsn(opcode, owner, found ? to : name, descriptor, isInterface);
                if (found) {
                    made.run();
                }
            }
        });
    }

    /** A read and a write in the place of a read-modify-write, with time for others between them. */
    static Mistake notAtomic(String type, String accessor) {
        return of(type, accessor, AccessMistake.ReadThenWrite::new);
    }

    /** The statement with a call before the statement that uses a certain name. */
    static Mistake movedBefore(String type, String method, String call, String other) {
        return of(type, method, (next, head, made) -> new MovedStatement(next, head, made, call, other, false));
    }

    /** The statement with a call behind another call. */
    static Mistake movedBehind(String type, String method, String call, String other) {
        return of(type, method, (next, head, made) -> new MovedStatement(next, head, made, call, other, true));
    }

    /** A test that is never made, and taken to be passed. */
    static Mistake untested(String type, String method) {
        return of(type, method, (next, head, made) -> atStart(next, made, () -> {
            next.visitInsn(Opcodes.ICONST_1);
            next.visitInsn(Opcodes.IRETURN);
        }));
    }

    /** A variable that is read once, where a second look at it is needed: what was found is kept for it. */
    static Mistake readOnce(String type, String method, String accessor) {
        return of(type, method, (next, head, made) -> new SingleRead(next, head, made, accessor));
    }

    /** The method of {@link NaiveMethods} that has the name of this one, in its place. */
    static Mistake naive(String type, String method) {
        return of(type, method, (next, head, made) -> new MethodVisitor(AccessMistake.API) {
            @Override
            public void visitCode() {
                GeneratorAdapter code = new GeneratorAdapter(next, head.access, head.name, head.desc);
                String withOwner = "(" + Type.getObjectType(QUEUES + type) + head.desc.substring(1);
                code.loadThis();
                code.loadArgs();
                code.invokeStatic(Type.getType(NaiveMethods.class), new Method(method, withOwner));
                code.returnValue();
                code.endMethod();
                made.run();
            }
        });
    }

    /** A test for null that is never made, and taken to find something else. */
    static Mistake nullUntested(String type, String method) {
        return of(type, method, (next, head, made) -> new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitJumpInsn(int opcode, Label target) {
                if (opcode == Opcodes.IFNULL) {
                    super.visitInsn(Opcodes.POP);
                    made.run();
                } else {
                    super.visitJumpInsn(opcode, target);
                }
            }
        });
    }

    /** A bound of a long that is not kept: the first argument of {@code Math.max} or {@code min}. */
    static Mistake unbounded(String type, String method, String bound) {
        return of(type, method, (next, head, made) -> new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.equals("java/lang/Math") && name.equals(bound) && descriptor.equals("(JJ)J")) {
                    super.visitInsn(Opcodes.DUP2_X2);
                    super.visitInsn(Opcodes.POP2);
                    super.visitInsn(Opcodes.POP2);
                    made.run();
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            }
        });
    }

    /** No mistake, but time for others to come where they seldom are: one made elsewhere then shows sooner. */
    static Mistake slow(String type, String method) {
        return of(type, method, (next, head, made) -> atStart(next, made, () -> {
            next.visitLdcInsn(50_000L);
            next.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/util/concurrent/locks/LockSupport", "parkNanos", "(J)V", false);
        }));
    }

    private static MethodVisitor atStart(MethodVisitor next, Runnable made, Runnable code) {
        return new MethodVisitor(AccessMistake.API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                code.run();
                made.run();
            }
        };
    }
}
