package dev.filch.stress.rewrite;

import dev.filch.internal.Racy;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.AnnotationVisitor;
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
 * Links every access of shared memory in a class (VarHandles, fields and array elements) to the {@linkplain
 * Instrumentation#links links} of an instrumentation. Fences, and the JDK's methods for waiting and for starting
 * threads, become calls of its {@linkplain Instrumentation#hooks hooks}. Static initializers keep their accesses, since
 * they run before the simulation.
 */
final class Rewriter {

    private static final int API = Opcodes.ASM9;
    private static final String RACY = Type.getDescriptor(Racy.class);
    private static final String THREAD = "java/lang/Thread";
    private static final String THREAD_LOCAL = "java/lang/ThreadLocal";
    private static final String BLOCKER = "(Ljava/lang/Object;";
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    private static final String LINK =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;)"
                    + "Ljava/lang/invoke/CallSite;";

    private static final Set<String> FENCES =
            Set.of("fullFence", "acquireFence", "releaseFence");

    private static final Set<String> LIFE_METHODS = Set.of("start()V", "join()V", "isAlive()Z");

    /** Methods that subclasses of Thread inherit. The code may name any subclass in the call. */
    private static final Set<String> INHERITED = Set.of("start", "join", "isAlive", "getState", "sleep", "yield",
            "currentThread", "interrupt", "interrupted", "isInterrupted", "onSpinWait", "getId", "threadId",
            "getStackTrace");

    private static final Set<String> THREAD_LOCAL_METHODS = Set.of("get", "set", "remove");

    private static final Map<Integer, String> LOADS = Map.of(
            Opcodes.IALOAD, "([II)I", Opcodes.LALOAD, "([JI)J",
            Opcodes.CALOAD, "([CI)C", Opcodes.SALOAD, "([SI)S", Opcodes.FALOAD, "([FI)F", Opcodes.DALOAD, "([DI)D");

    private static final Map<Integer, String> STORES = Map.of(
            Opcodes.AASTORE, "([Ljava/lang/Object;ILjava/lang/Object;)V", Opcodes.IASTORE, "([III)V",
            Opcodes.LASTORE, "([JIJ)V", Opcodes.CASTORE, "([CIC)V", Opcodes.SASTORE, "([SIS)V",
            Opcodes.FASTORE, "([FIF)V", Opcodes.DASTORE, "([DID)V");

    private final Predicate<String> isUnderTest;
    private final FieldModifiers modifiers;
    private final Inheritance inheritance;
    private final Instrumentation instrumentation;
    private final String hooks;
    private final String links;

    Rewriter(Predicate<String> isUnderTest, FieldModifiers modifiers, Inheritance inheritance,
            Instrumentation instrumentation) {
        this.isUnderTest = isUnderTest;
        this.modifiers = modifiers;
        this.inheritance = inheritance;
        this.instrumentation = instrumentation;
        hooks = Type.getInternalName(instrumentation.hooks());
        links = Type.getInternalName(instrumentation.links());
    }

    byte[] rewrite(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        ClassVisitor rewriting = new Rewriting(writer);
        boolean singleStep = instrumentation.isSingleStep(reader.getClassName().replace('/', '.'));
        reader.accept(singleStep ? new SingleSteps(rewriting, hooks) : rewriting, ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    /** The modifiers of fields. Final fields may stay unsimulated; volatile fields have that order. */
    interface FieldModifiers {
        int of(String owner, String name);
    }

    /** Whether a class, given by its internal name, is or inherits from another. */
    interface Inheritance {
        boolean isA(String owner, Class<?> ancestor);
    }

    /** The modifiers of the fields that a class declares. */
    static Map<String, Integer> fieldsOf(ClassReader declaring) {
        Map<String, Integer> modifiers = new HashMap<>();
        declaring.accept(new ClassVisitor(API) {
            @Override
            public FieldVisitor visitField(int access, String name, String type, String signature, Object value) {
                modifiers.put(name, access);
                return null;
            }
        }, ClassReader.SKIP_CODE);
        return modifiers;
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
        private final boolean inStaticInitializer;
        private final boolean isSynchronized;
        private boolean superCalled;
        private boolean racy;
        private int line;

        RewritingMethod(MethodVisitor next, String declaring, String source, int access, String method, String type) {
            super(API, declaring, access, method, type, next);
            this.declaring = declaring;
            this.source = source;
            this.method = method;
            inStaticInitializer = method.equals("<clinit>");
            isSynchronized = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
            superCalled = !method.equals("<init>");
        }

        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
            racy |= type.equals(RACY);
            return super.visitAnnotation(type, visible);
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
            super.visitLineNumber(number, start);
        }

        private static String simpleName(String internalName) {
            return internalName.substring(internalName.lastIndexOf('/') + 1);
        }

        private String site() {
            return source + "." + method + ":" + line;
        }

        private Handle link(String name) {
            return new Handle(Opcodes.H_INVOKESTATIC, links, name, LINK, false);
        }

        private void hook(String name, String type) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, hooks, name, type, false);
        }

        private void refuse(String what) {
            if (!inStaticInitializer) {
                super.visitLdcInsn(what);
                super.visitLdcInsn(site());
                hook("refuse", "(Ljava/lang/String;Ljava/lang/String;)V");
            }
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (isSynchronized) {
                refuse("a synchronized method");
            }
        }

        private String withoutSubclass(String callee, String name) {
            if (INHERITED.contains(name) && inheritance.isA(callee, Thread.class)) {
                return THREAD;
            }
            return THREAD_LOCAL_METHODS.contains(name) && inheritance.isA(callee, ThreadLocal.class)
                    ? THREAD_LOCAL : callee;
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    String callee = withoutSubclass(handle.getOwner(), handle.getName());
                    if (instrumentation.refusesCall(callee, handle.getName())
                            || instrumentation.replacesCall(callee, handle.getName())
                            || callee.equals(THREAD) && INHERITED.contains(handle.getName())) {
                        refuse("a reference to " + simpleName(callee) + "." + handle.getName());
                    }
                }
            }
            super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            String callee = withoutSubclass(owner, name);
            if (callee.equals(THREAD) && LIFE_METHODS.contains(name + type) && !inStaticInitializer) {
                super.visitLdcInsn(site());
                hook(name, "(L" + THREAD + ";Ljava/lang/String;)" + type.substring(2));
            } else if (instrumentation.refusesCall(callee, name)) {
                refuse(simpleName(callee) + "." + name);
                super.visitMethodInsn(opcode, owner, name, type, isInterface);
            } else if (callee.equals(VAR_HANDLE) && FENCES.contains(name)) {
                if (instrumentation.keepsFence(source + "." + method)) {
                    super.visitLdcInsn(name);
                    super.visitLdcInsn(site());
                    hook("fence", "(Ljava/lang/String;Ljava/lang/String;)V");
                }
            } else if (callee.equals(VAR_HANDLE) && name.equals("withInvokeExactBehavior")) {
                hook(name, "(L" + VAR_HANDLE + ";)L" + VAR_HANDLE + ";");
            } else if (callee.equals(VAR_HANDLE) && opcode == Opcodes.INVOKEVIRTUAL && isAccess(name)) {
                linkAccess(name, type);
            } else if (callee.equals("java/lang/invoke/MethodHandles$Lookup") && name.equals("findVarHandle")) {
                hook(name, "(Ljava/lang/invoke/MethodHandles$Lookup;" + type.substring(1));
            } else if (instrumentation.replacesCall(callee, name)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(instrumentation.hooks(callee)), name,
                        opcode == Opcodes.INVOKESTATIC ? type : "(L" + callee + ";" + type.substring(1), false);
            } else if (!replaceWait(callee, name, type)) {
                boolean initializesThis = name.equals("<init>") && !superCalled && isCalledOnUninitializedThis(type);
                super.visitMethodInsn(opcode, owner, name, type, isInterface);
                if (initializesThis) {
                    superCalled = true;
                    if (!callee.equals(declaring)) {
                        super.visitVarInsn(Opcodes.ALOAD, 0);
                        hook("allocated", "(Ljava/lang/Object;)V");
                    }
                } else if (callee.equals(THREAD) && name.equals("<init>") && !inStaticInitializer) {
                    registerAllocated();
                }
            }
        }

        private boolean isCalledOnUninitializedThis(String type) {
            int receiver = stack.size() - (Type.getArgumentsAndReturnSizes(type) >> 2);
            return stack.get(receiver) == Opcodes.UNINITIALIZED_THIS;
        }

        private void linkAccess(String name, String type) {
            Access written = Access.of(AccessMode.valueFromMethodName(name), site());
            Access done = instrumentation.executed(source + "." + method, written);
            String linkType = LINK.replace("Ljava/lang/String;)", "Ljava/lang/String;".repeat(3) + ")");
            Handle link = new Handle(Opcodes.H_INVOKESTATIC, links, "linkVarHandle", linkType, false);
            super.visitInvokeDynamicInsn(name, "(L" + VAR_HANDLE + ";" + type.substring(1), link,
                    site(), done.read().name(), done.write().name());
        }

        private static boolean isAccess(String name) {
            return name.startsWith("get") || name.startsWith("set") || name.startsWith("compareAnd")
                    || name.startsWith("weakCompareAnd");
        }

        private boolean replaceWait(String callee, String name, String type) {
            switch (simpleName(callee) + "." + name) {
                case "Thread.onSpinWait" -> {
                    super.visitLdcInsn(site());
                    hook(name, "(Ljava/lang/String;)V");
                }
                case "LockSupport.park" -> {
                    if (type.startsWith(BLOCKER)) {
                        super.visitInsn(Opcodes.POP);
                    }
                    super.visitLdcInsn(Instrumentation.UNTIMED);
                    super.visitLdcInsn(site());
                    hook(name, "(JLjava/lang/String;)V");
                }
                case "LockSupport.parkNanos" -> {
                    super.visitLdcInsn(site());
                    hook("park", "(JLjava/lang/String;)V");
                    if (type.startsWith(BLOCKER)) {
                        super.visitInsn(Opcodes.POP);
                    }
                }
                case "LockSupport.unpark" -> {
                    super.visitLdcInsn(site());
                    hook(name, "(Ljava/lang/Thread;Ljava/lang/String;)V");
                }
                case "Thread.currentThread" -> hook(name, type);
                case "Thread.interrupted" -> hook(name, type);
                case "Thread.isInterrupted" -> hook(name, "(Ljava/lang/Thread;)Z");
                case "System.nanoTime" -> hook(name, type);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            if (inStaticInitializer || !superCalled || !isUnderTest.test(owner.replace('/', '.'))) {
                super.visitFieldInsn(opcode, owner, name, type);
            } else if (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD) {
                linkField(opcode, owner, name, type);
            } else {
                if (instrumentation.refusesStaticFields() && !isFinal(owner, name)) {
                    refuse("the static field " + name);
                }
                super.visitFieldInsn(opcode, owner, name, type);
            }
        }

        private boolean isFinal(String owner, String name) {
            return (modifiers.of(owner, name) & Opcodes.ACC_FINAL) != 0;
        }

        private void linkField(int opcode, String owner, String name, String type) {
            int declared = modifiers.of(owner, name);
            String mode = ((declared & Opcodes.ACC_VOLATILE) != 0 ? Mode.VOLATILE : Mode.PLAIN).name();
            boolean isSynthetic = (declared & Opcodes.ACC_SYNTHETIC) != 0;
            boolean isSimulated = opcode != Opcodes.PUTFIELD && instrumentation.simulatesFinalFields();
            if (isSynthetic || isFinal(owner, name) && !isSimulated) {
                super.visitFieldInsn(opcode, owner, name, type);
            } else if (opcode == Opcodes.GETFIELD) {
                super.visitInvokeDynamicInsn(
                        name, "(L" + owner + ";)" + type, linkWithMode("linkGetField"), site(), mode);
            } else {
                super.visitInvokeDynamicInsn(
                        name, "(L" + owner + ";" + type + ")V", linkWithMode("linkPutField"), site(), mode);
            }
        }

        private Handle linkWithMode(String name) {
            return new Handle(Opcodes.H_INVOKESTATIC, links, name,
                    LINK.replace("Ljava/lang/String;)", "Ljava/lang/String;".repeat(2) + ")"), false);
        }

        @Override
        public void visitInsn(int opcode) {
            if (inStaticInitializer) {
                super.visitInsn(opcode);
            } else if (opcode == Opcodes.MONITORENTER) {
                refuse("a synchronized block");
                super.visitInsn(opcode);
            } else if (opcode == Opcodes.BASTORE) {
                // The instructions for bytes and booleans are the same; the type of the array tells them apart.
                String array = (String) stack.get(stack.size() - 3);
                linkStore("(" + array + "I" + array.substring(1) + ")V");
            } else if (opcode == Opcodes.AALOAD || opcode == Opcodes.BALOAD) {
                // The verifier needs the element type, which only the type of the array gives.
                String array = (String) stack.get(stack.size() - 2);
                super.visitInvokeDynamicInsn("load", "(" + array + "I)" + array.substring(1), link("linkLoad"), site());
            } else if (LOADS.containsKey(opcode)) {
                super.visitInvokeDynamicInsn("load", LOADS.get(opcode), link("linkLoad"), site());
            } else if (STORES.containsKey(opcode)) {
                linkStore(STORES.get(opcode));
            } else {
                super.visitInsn(opcode);
            }
        }

        private void linkStore(String type) {
            Mode mode = racy
                    ? instrumentation.executed(source + "." + method, Access.racyWrite(site())).write()
                    : Mode.PLAIN;
            super.visitInvokeDynamicInsn("store", type, linkWithMode("linkStore"), site(), mode.name());
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.ANEWARRAY && !inStaticInitializer) {
                registerAllocated();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            if (opcode == Opcodes.NEWARRAY && !inStaticInitializer) {
                registerAllocated();
            }
        }

        private void registerAllocated() {
            super.visitInsn(Opcodes.DUP);
            hook("allocated", "(Ljava/lang/Object;)V");
        }
    }
}
