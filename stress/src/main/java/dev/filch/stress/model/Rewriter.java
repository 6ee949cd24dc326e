package dev.filch.stress.model;

import java.lang.invoke.VarHandle.AccessMode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AnalyzerAdapter;

/**
 * Sends every access of shared memory in a class to {@link Hooks}: VarHandles, fields that are not final, array
 * elements, fences, and what the JDK offers to wait with. Static initialisers are left alone: they run before any
 * execution.
 */
final class Rewriter {

    private static final int API = Opcodes.ASM9;
    private static final String HOOKS = Type.getInternalName(Hooks.class);
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    private static final String LINK =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;";

    private static final Set<String> FENCES =
            Set.of("fullFence", "acquireFence", "releaseFence", "loadLoadFence", "storeStoreFence");

    private static final Map<Integer, String> LOADS = Map.of(
            Opcodes.IALOAD, "([II)I", Opcodes.LALOAD, "([JI)J",
            Opcodes.FALOAD, "([FI)F", Opcodes.DALOAD, "([DI)D");

    private static final Map<Integer, String> STORES = Map.of(
            Opcodes.AASTORE, "([Ljava/lang/Object;ILjava/lang/Object;)V", Opcodes.IASTORE, "([III)V",
            Opcodes.LASTORE, "([JIJ)V", Opcodes.CASTORE, "([CIC)V", Opcodes.SASTORE, "([SIS)V",
            Opcodes.FASTORE, "([FIF)V", Opcodes.DASTORE, "([DID)V");

    private final Predicate<String> isUnderTest;
    private final FinalFields finalFields;
    private final Mutation mutation;

    Rewriter(Predicate<String> isUnderTest, FinalFields finalFields, Mutation mutation) {
        this.isUnderTest = isUnderTest;
        this.finalFields = finalFields;
        this.mutation = mutation;
    }

    byte[] rewrite(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Rewriting(writer), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    /** Which fields are final, and so need no simulation. */
    interface FinalFields {
        boolean isFinal(String owner, String name);
    }

    /** The final fields that a class declares. */
    static Set<String> finalFieldsOf(byte[] original) {
        Set<String> names = new HashSet<>();
        new ClassReader(original).accept(new ClassVisitor(API) {
            @Override
            public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
                if ((access & Opcodes.ACC_FINAL) != 0) {
                    names.add(name);
                }
                return null;
            }
        }, ClassReader.SKIP_CODE);
        return names;
    }

    private final class Rewriting extends ClassVisitor {

        private String owner;
        private String source;

        Rewriting(ClassVisitor next) {
            super(API, next);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            owner = name;
            source = name.substring(name.lastIndexOf('/') + 1);
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
            return new RewritingMethod(next, owner, source, access, name, type);
        }
    }

    private final class RewritingMethod extends AnalyzerAdapter {

        private final String declaring;
        private final String source;
        private final String method;
        private final boolean inStaticInitialiser;
        private boolean superCalled;
        private int line;

        RewritingMethod(MethodVisitor next, String declaring, String source, int access, String method, String type) {
            super(API, declaring, access, method, type, next);
            this.declaring = declaring;
            this.source = source;
            this.method = method;
            inStaticInitialiser = method.equals("<clinit>");
            superCalled = !method.equals("<init>");
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
            super.visitLineNumber(number, start);
        }

        private String site() {
            return source + "." + method + ":" + line;
        }

        private Handle link(String name) {
            return new Handle(Opcodes.H_INVOKESTATIC, HOOKS, name, LINK, false);
        }

        private void hook(String name, String type) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, name, type, false);
        }

        @Override
        public void visitMethodInsn(int opcode, String callee, String name, String type, boolean isInterface) {
            if (callee.equals(VAR_HANDLE) && FENCES.contains(name)) {
                super.visitLdcInsn(name);
                super.visitLdcInsn(site());
                hook("fence", "(Ljava/lang/String;Ljava/lang/String;)V");
            } else if (callee.equals(VAR_HANDLE) && name.equals("withInvokeExactBehavior")) {
                hook(name, "(L" + VAR_HANDLE + ";)L" + VAR_HANDLE + ";");
            } else if (callee.equals(VAR_HANDLE) && opcode == Opcodes.INVOKEVIRTUAL && isAccess(name)) {
                linkAccess(name, type);
            } else if (callee.equals("java/lang/invoke/MethodHandles$Lookup") && name.equals("findVarHandle")) {
                hook(name, "(Ljava/lang/invoke/MethodHandles$Lookup;" + type.substring(1));
            } else if (!replaceWait(callee, name, type)) {
                super.visitMethodInsn(opcode, callee, name, type, isInterface);
                boolean callsSuper = opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && !superCalled
                        && !callee.equals(declaring);
                if (callsSuper) {
                    superCalled = true;
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    hook("allocated", "(Ljava/lang/Object;)V");
                }
            }
        }

        private void linkAccess(String name, String type) {
            Access written = Access.of(AccessMode.valueFromMethodName(name), site());
            Access done = mutation.apply(source + "." + method, written);
            String linkType = LINK.replace("Ljava/lang/String;)", "Ljava/lang/String;".repeat(3) + ")");
            Handle link = new Handle(Opcodes.H_INVOKESTATIC, HOOKS, "linkVarHandle", linkType, false);
            super.visitInvokeDynamicInsn(name, "(L" + VAR_HANDLE + ";" + type.substring(1), link,
                    site(), done.read().name(), done.write().name());
        }

        private static boolean isAccess(String name) {
            return name.startsWith("get") || name.startsWith("set") || name.startsWith("compareAnd")
                    || name.startsWith("weakCompareAnd");
        }

        private boolean replaceWait(String callee, String name, String type) {
            switch (callee.substring(callee.lastIndexOf('/') + 1) + "." + name) {
                case "Thread.onSpinWait" -> {
                    super.visitLdcInsn(site());
                    hook(name, "(Ljava/lang/String;)V");
                }
                case "LockSupport.park" -> {
                    super.visitInsn(Opcodes.POP);
                    super.visitLdcInsn(-1L);
                    super.visitLdcInsn(site());
                    hook(name, "(JLjava/lang/String;)V");
                }
                case "LockSupport.parkNanos" -> {
                    super.visitLdcInsn(site());
                    hook("park", "(JLjava/lang/String;)V");
                    super.visitInsn(Opcodes.POP);
                }
                case "LockSupport.unpark" -> {
                    super.visitLdcInsn(site());
                    hook(name, "(Ljava/lang/Thread;Ljava/lang/String;)V");
                }
                case "Thread.currentThread" -> hook(name, type);
                case "Thread.interrupted" -> hook(name, type);
                case "Thread.isInterrupted" -> hook(name, "(Ljava/lang/Thread;)Z");
                case "System.nanoTime" -> hook(name, type);
                case "Backoff.pause", "Backoff.patience" -> hook(name, type);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            boolean simulated = (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD) && superCalled
                    && isUnderTest.test(owner.replace('/', '.')) && !finalFields.isFinal(owner, name);
            if (!simulated || inStaticInitialiser) {
                super.visitFieldInsn(opcode, owner, name, type);
            } else if (opcode == Opcodes.GETFIELD) {
                super.visitInvokeDynamicInsn(name, "(L" + owner + ";)" + type, link("linkGetField"), site());
            } else {
                super.visitInvokeDynamicInsn(name, "(L" + owner + ";" + type + ")V", link("linkPutField"), site());
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (inStaticInitialiser) {
                super.visitInsn(opcode);
            } else if (opcode == Opcodes.AALOAD) {
                // The verifier wants the element's type, which only the array's type tells.
                String array = (String) stack.get(stack.size() - 2);
                super.visitInvokeDynamicInsn("load", "(" + array + "I)" + array.substring(1), link("linkLoad"), site());
            } else if (LOADS.containsKey(opcode)) {
                super.visitInvokeDynamicInsn("load", LOADS.get(opcode), link("linkLoad"), site());
            } else if (STORES.containsKey(opcode)) {
                super.visitInvokeDynamicInsn("store", STORES.get(opcode), link("linkStore"), site());
            } else {
                super.visitInsn(opcode);
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.ANEWARRAY && !inStaticInitialiser) {
                registerArray();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            if (opcode == Opcodes.NEWARRAY && !inStaticInitialiser) {
                registerArray();
            }
        }

        private void registerArray() {
            super.visitInsn(Opcodes.DUP);
            hook("allocated", "(Ljava/lang/Object;)V");
        }
    }
}
