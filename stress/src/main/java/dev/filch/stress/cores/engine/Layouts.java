package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.FieldKey;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jol.datamodel.DataModel;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldData;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.util.ClassUtils;

/**
 * The offsets of fields in objects on a 64-bit HotSpot JVM with compressed references. They do not depend on the JVM
 * that runs the simulation. Rewritten classes keep their original layout, without the field for the address.
 */
final class Layouts {

    /** A release whose object layout is still current. */
    private static final int RELEASE = 17;

    private static final DataModel MODEL = new Model64(true, true);
    private static final HotSpotLayouter LAYOUTER = new HotSpotLayouter(MODEL, RELEASE);

    /** The offset of an array's first element. */
    static final long ARRAY_BASE = MODEL.arrayHeaderSize();

    /** The offset of an array's length. */
    static final long ARRAY_LENGTH = ARRAY_BASE - MODEL.arrayLengthHeaderSize();

    /** A layout lives as long as its class, so that a loader of rewritten classes can be collected. */
    private static final ClassValue<Layout> LAYOUTS = new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
            return compute(type);
        }
    };

    private Layouts() {
    }

    private record Layout(long size, Map<String, Long> offsets) {
    }

    /** Returns the size of an instance of a class. */
    static long size(Class<?> type) {
        return LAYOUTS.get(type).size;
    }

    /** Returns the offset of a field in its object. */
    static long offset(FieldKey field) {
        Class<?> declaring = field.declaringClass();
        return offset(ClassUtils.getSafeName(declaring), field.name(), declaring);
    }

    /** Returns the offset of a field in instances of {@code type}; {@code declaring} is the class that declares it. */
    static long offset(String declaring, String field, Class<?> type) {
        return LAYOUTS.get(type).offsets.get(declaring + "." + field);
    }

    /** Returns the size of an element of an array of that type. */
    static int arrayScale(Class<?> arrayType) {
        Class<?> component = arrayType.getComponentType();
        return MODEL.sizeOf(component.isPrimitive() ? component.getName() : "java.lang.Object");
    }

    private static Layout compute(Class<?> type) {
        ClassLayout layout = LAYOUTER.layout(data(type));
        Map<String, Long> offsets = new HashMap<>();
        for (FieldLayout field : layout.fields()) {
            offsets.put(field.hostClass() + "." + field.name(), field.offset());
        }
        return new Layout(layout.instanceSize(), offsets);
    }

    /** Returns the data from which the layout of a class is computed. */
    private static ClassData data(Class<?> type) {
        ClassData data = new ClassData(ClassUtils.getSafeName(type));
        if (type.getSuperclass() != null) {
            data.addSuperClassData(data(type.getSuperclass()));
        }
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals(AddressField.NAME)) {
                    data.addField(FieldData.parse(field));
                }
            }
            data.addSuperClass(ClassUtils.getSafeName(declaring));
        }
        return data;
    }
}
