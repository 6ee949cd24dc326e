package dev.filch.stress.cores.engine;

import dev.filch.stress.rewrite.FieldKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jol.datamodel.DataModel;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.util.ClassUtils;

/**
 * Where fields lie in objects, as a 64-bit HotSpot JVM with compressed references lays them out, whatever the JVM that
 * simulates does. Rewritten classes are laid out as they were before.
 */
final class Layouts {

    /** HotSpot has laid out objects in the present way since this release. */
    private static final int RELEASE = 17;

    private static final DataModel MODEL = new Model64(true, true);
    private static final HotSpotLayouter LAYOUTER = new HotSpotLayouter(MODEL, RELEASE);

    /** Where the elements of an array begin. */
    static final long ARRAY_BASE = MODEL.arrayHeaderSize();

    /** Where the length of an array lies. */
    static final long ARRAY_LENGTH = ARRAY_BASE - MODEL.arrayLengthHeaderSize();

    private static final Map<Class<?>, Layout> LAYOUTS = new ConcurrentHashMap<>();
    private static final Map<FieldKey, Long> OFFSETS = new ConcurrentHashMap<>();

    private Layouts() {
    }

    private record Layout(long size, Map<String, Long> offsets) {
    }

    /** The size of an instance of a class. */
    static long size(Class<?> type) {
        return layout(type).size;
    }

    /** Where a field lies in its object. */
    static long offset(FieldKey field) {
        return OFFSETS.computeIfAbsent(field, key -> offset(
                ClassUtils.getSafeName(original(key.declaringClass())), key.name(), key.declaringClass()));
    }

    /** Where a field lies in the instances of a class, by the class that declares it. */
    static long offset(String declaring, String field, Class<?> type) {
        return layout(type).offsets.get(declaring + "." + field);
    }

    /** How far apart the elements of an array of that type are. */
    static int arrayScale(Class<?> arrayType) {
        Class<?> component = arrayType.getComponentType();
        return MODEL.sizeOf(component.isPrimitive() ? component.getName() : "java.lang.Object");
    }

    private static Layout layout(Class<?> type) {
        return LAYOUTS.computeIfAbsent(type, Layouts::compute);
    }

    private static Layout compute(Class<?> type) {
        ClassLayout layout = LAYOUTER.layout(ClassData.parseClass(original(type)));
        Map<String, Long> offsets = new HashMap<>();
        for (FieldLayout field : layout.fields()) {
            offsets.put(field.hostClass() + "." + field.name(), field.offset());
        }
        return new Layout(layout.instanceSize(), offsets);
    }

    /** The class that a rewritten one was made from. */
    private static Class<?> original(Class<?> rewritten) {
        try {
            return Class.forName(ClassNames.original(rewritten.getName()), false, Layouts.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a rewritten class without an original: " + rewritten, e);
        }
    }
}
