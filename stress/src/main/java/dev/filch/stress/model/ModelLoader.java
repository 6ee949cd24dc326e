package dev.filch.stress.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;

/** Loads the classes under test afresh and rewritten; all others come from the loader of this class. */
final class ModelLoader extends ClassLoader {

    private final Predicate<String> isUnderTest;
    private final Rewriter rewriter;
    private final Map<String, ClassReader> readers = new HashMap<>();
    private final Map<String, Map<String, Integer>> fields = new HashMap<>();

    ModelLoader(Predicate<String> isUnderTest, Mutation mutation) {
        super(ModelLoader.class.getClassLoader());
        this.isUnderTest = isUnderTest;
        rewriter = new Rewriter(isUnderTest, this::modifiers, this::isThread, mutation);
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
        byte[] original = bytes(name.replace('.', '/'));
        if (original == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] rewritten = rewriter.rewrite(original);
        return defineClass(name, rewritten, 0, rewritten.length);
    }

    private byte[] bytes(String internalName) {
        try (InputStream in = getParent().getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a class, by its internal name, is {@link Thread} or inherits from it. */
    private boolean isThread(String owner) {
        String name = owner.replace('/', '.');
        if (isUnderTest.test(name)) {
            return isThread(reader(owner).getSuperName());
        }
        try {
            return Thread.class.isAssignableFrom(Class.forName(name, false, getParent()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private ClassReader reader(String owner) {
        return readers.computeIfAbsent(owner, name -> new ClassReader(bytes(name)));
    }

    /** The modifiers of a field, by a class that declares or inherits it. */
    private int modifiers(String owner, String field) {
        ClassReader reader = reader(owner);
        Integer modifiers = fields.computeIfAbsent(owner, name -> Rewriter.fieldsOf(reader)).get(field);
        return modifiers != null ? modifiers : modifiers(reader.getSuperName(), field);
    }
}
