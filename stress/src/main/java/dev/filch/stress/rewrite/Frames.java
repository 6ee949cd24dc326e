package dev.filch.stress.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The types of a method's parameters in stack map frames. */
public final class Frames {

    private Frames() {
    }

    /**
     * The types of the local variables at the start of a method: the receiver, if any, and the parameters.
     *
     * @param receiver the internal name of the receiver's class; null for a static method
     * @param type the method's descriptor
     * @return a new list, which the caller may change
     */
    public static List<Object> parameters(String receiver, String type) {
        List<Object> locals = new ArrayList<>();
        if (receiver != null) {
            locals.add(receiver);
        }
        for (Type argument : Type.getArgumentTypes(type)) {
            locals.add(frameType(argument));
        }
        return locals;
    }

    private static Object frameType(Type type) {
        return switch (type.getSort()) {
            case Type.LONG -> Opcodes.LONG;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            case Type.OBJECT, Type.ARRAY -> type.getInternalName();
            default -> Opcodes.INTEGER;
        };
    }
}
