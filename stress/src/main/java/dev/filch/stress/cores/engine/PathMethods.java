package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.Frames;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Rewrites the methods that belong to a path. The body of such a method becomes a private method with another name. The
 * method itself enters its path, calls the body, and leaves the path, even if the body throws.
 */
final class PathMethods extends ClassVisitor {

    private static final String PATHS = Type.getInternalName(CodePaths.class);
    private static final int WITHOUT_BODY = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;
    private static final int VISIBILITY = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_FINAL;

    private final CodePaths paths;
    private String owner;

    PathMethods(ClassVisitor next, CodePaths paths) {
        super(Opcodes.ASM9, next);
        this.paths = paths;
    }

    @Override
    public void visit(
            int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        String path = paths.of(owner, name);
        if (path == null || (access & WITHOUT_BODY) != 0) {
            return super.visitMethod(access, name, type, signature, exceptions);
        }
        addMethod(access, name, type, exceptions, path);
        int bodyAccess = access & ~VISIBILITY | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
        return super.visitMethod(bodyAccess, name + CodePaths.SUFFIX, type, null, exceptions);
    }

    private void addMethod(int access, String name, String type, String[] exceptions, String path) {
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        Type result = Type.getReturnType(type);
        int outer = Type.getArgumentsAndReturnSizes(type) >> 2; // this includes the receiver
        MethodVisitor code = super.visitMethod(access, name, type, null, exceptions);
        code.visitCode();
        code.visitLdcInsn(path);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, PATHS, "enter", "(Ljava/lang/String;)Ljava/lang/Object;", false);
        code.visitVarInsn(Opcodes.ASTORE, outer);
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.visitTryCatchBlock(start, end, handler, null);
        code.visitLabel(start);
        callBody(code, isStatic, name, type);
        code.visitLabel(end);
        leave(code, outer);
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
        code.visitLabel(handler);
        Object[] locals = locals(isStatic, type);
        code.visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
        leave(code, outer);
        code.visitInsn(Opcodes.ATHROW);
        code.visitMaxs(outer + 3, outer + 1);
        code.visitEnd();
    }

    private void callBody(MethodVisitor code, boolean isStatic, String name, String type) {
        int local = 0;
        if (!isStatic) {
            code.visitVarInsn(Opcodes.ALOAD, local++);
        }
        for (Type argument : Type.getArgumentTypes(type)) {
            code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
        code.visitMethodInsn(isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL, owner, name + CodePaths.SUFFIX,
                type, false);
    }

    private static void leave(MethodVisitor code, int outer) {
        code.visitVarInsn(Opcodes.ALOAD, outer);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, PATHS, "leave", "(Ljava/lang/Object;)V", false);
    }

    /** Returns the types of the local variables at the exception handler. */
    private Object[] locals(boolean isStatic, String type) {
        List<Object> locals = Frames.parameters(isStatic ? null : owner, type);
        if (isStatic) {
            locals.add(Opcodes.TOP); // the gap before the outer path, which a receiver would fill
        }
        locals.add("java/lang/Object");
        return locals.toArray();
    }
}
