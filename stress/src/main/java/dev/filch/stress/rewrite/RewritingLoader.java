package dev.filch.stress.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;

/**
 * Loads and rewrites its own copies of the classes under test. All other classes come from the loader of this class.
 */
public final class RewritingLoader extends ClassLoader {

    private final Predicate<String> isUnderTest;
    private final ClassFiles classFiles;
    private final Instrumentation instrumentation;
    private final Rewriter rewriter;

    /**
     * The number of nested class definitions under way: a superclass is defined during the definition of its subclass.
     */
    private int definitions;

    /** Classes that have been defined but not announced. */
    private final List<Class<?>> defined = new ArrayList<>();

    private final Map<String, ClassReader> readers = new HashMap<>();
    private final Map<String, Map<String, Integer>> fields = new HashMap<>();

    /**
     * Creates a loader that reads the class files of this project's own loader.
     *
     * @param isUnderTest which classes to rewrite, by name with dots
     * @param instrumentation the methods that they call
     */
    public RewritingLoader(Predicate<String> isUnderTest, Instrumentation instrumentation) {
        this(isUnderTest, ClassFiles.of(RewritingLoader.class.getClassLoader()), instrumentation);
    }

    /**
     * Creates a loader.
     *
     * @param isUnderTest which classes to rewrite, by name with dots
     * @param classFiles their class files
     * @param instrumentation the methods that they call
     */
    public RewritingLoader(Predicate<String> isUnderTest, ClassFiles classFiles, Instrumentation instrumentation) {
        super(RewritingLoader.class.getClassLoader());
        this.isUnderTest = isUnderTest;
        this.classFiles = classFiles;
        this.instrumentation = instrumentation;
        rewriter = new Rewriter(isUnderTest, this::modifiers, this::isA, instrumentation);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isUnderTest.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] original = classFiles.read(name.replace('.', '/'));
        if (original == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] rewritten = rewriter.rewrite(original);
        definitions++;
        Class<?> type;
        try {
            type = defineClass(name, rewritten, 0, rewritten.length); // loads superclasses first
        } finally {
            definitions--;
        }
        defined.add(type);
        if (definitions == 0) {
            List<Class<?>> complete = List.copyOf(defined);
            defined.clear();
            complete.forEach(instrumentation::defined);
        }
        return type;
    }

    private boolean isA(String owner, Class<?> ancestor) {
        String name = owner.replace('/', '.');
        if (isUnderTest.test(name)) {
            return isA(reader(owner).getSuperName(), ancestor);
        }
        try {
            return ancestor.isAssignableFrom(Class.forName(name, false, getParent()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private ClassReader reader(String owner) {
        return readers.computeIfAbsent(owner, name -> new ClassReader(classFiles.read(name)));
    }

    /** The modifiers of a field that {@code owner} declares or inherits. */
    private int modifiers(String owner, String field) {
        ClassReader reader = reader(owner);
        Integer modifiers = fields.computeIfAbsent(owner, name -> Rewriter.fieldsOf(reader)).get(field);
        return modifiers != null ? modifiers : modifiers(reader.getSuperName(), field);
    }
}
