package dev.filch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the public API with {@code api.txt}. Each line of that file declares a type or one of its members. A member
 * that a type inherits from a hidden class is listed as if the type declared it.
 */
class PublicApiTest {

    private static final Path LISTING = CoreClasses.MODULE.resolve("api.txt");
    private static final String UPDATE = "mvn -q test -pl core -Dtest=PublicApiTest -Dapi.update=true";

    @Test
    void publicApiEqualsItsListing() throws Exception {
        List<String> api = api();
        if (Boolean.getBoolean("api.update")) {
            Files.write(LISTING, api);
        }
        List<String> listed = Files.readAllLines(LISTING);
        List<String> added = minus(api, listed);
        List<String> removed = minus(listed, api);
        assertTrue(listed.equals(api), () -> String.format(
                "The public API differs from api.txt.%nadded: %s%nremoved: %s%nIf you intend this, run%n%s%n"
                        + "and commit the file.%n", lines(added), lines(removed), UPDATE));
    }

    private static List<String> minus(List<String> all, List<String> known) {
        return all.stream().filter(line -> !known.contains(line)).toList();
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> System.lineSeparator() + "    " + line).collect(Collectors.joining());
    }

    private static List<String> api() throws IOException, ClassNotFoundException {
        ModuleDescriptor module = ModuleFinder.of(CoreClasses.DIRECTORY).find("dev.filch").orElseThrow().descriptor();
        List<String> api = new ArrayList<>();
        api.add("module " + module.name());
        module.requires().stream().sorted().forEach(required -> api.add("requires " + required.modifiers().stream()
                .map(modifier -> modifier.toString().toLowerCase(Locale.ROOT) + " ").sorted()
                .collect(Collectors.joining()) + required.name()));
        module.exports().stream().sorted().forEach(exported -> api.add("exports " + exported.source()));
        for (ModuleDescriptor.Exports exported : module.exports().stream().sorted().toList()) {
            Path directory = CoreClasses.DIRECTORY.resolve(exported.source().replace('.', '/'));
            for (String name : CoreClasses.namesIn(directory)) {
                Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
                if (isPublic(type)) {
                    api.add("");
                    api.addAll(declarations(type));
                }
            }
        }
        return api;
    }

    /** Whether code of another module can name this type of an exported package. */
    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || type.isMemberClass() && isPublic(type.getEnclosingClass()));
    }

    private static List<String> declarations(Class<?> type) {
        TreeMap<String, String> members = new TreeMap<>();
        Set<Type> interfaces = new LinkedHashSet<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            add(constructor, type, constructor.toGenericString(), members);
        }
        Class<?> declaring = type;
        Type parent = type;
        do {
            for (Method method : declaring.getDeclaredMethods()) {
                add(method, type, method.toGenericString(), members);
            }
            for (Field field : declaring.getDeclaredFields()) {
                add(field, type, field.toGenericString() + valueOf(field), members);
            }
            interfaces.addAll(List.of(declaring.getGenericInterfaces()));
            parent = declaring.getGenericSuperclass();
            declaring = declaring.getSuperclass();
        } while (declaring != null && declaring.getName().startsWith("dev.filch.") && !isPublic(declaring));
        // On JDK 17, toGenericString omits the modifier "sealed".
        String header = (type.isSealed() ? "sealed " : "") + type.toGenericString().replace(" sealed ", " ")
                + (parent == null || parent == Object.class ? "" : " extends " + parent.getTypeName())
                + (interfaces.isEmpty() ? "" : interfaces.stream().map(Type::getTypeName).sorted()
                        .collect(Collectors.joining(", ", type.isInterface() ? " extends " : " implements ", "")));
        return Stream.concat(Stream.of(header), members.values().stream()).toList();
    }

    /** Adds a member that users can reach, unless a subclass overrides it: overriding members were added before. */
    private static void add(Member member, Class<?> type, String declaration, TreeMap<String, String> members) {
        boolean isReachable = Modifier.isPublic(member.getModifiers())
                || Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        if (!isReachable || member.isSynthetic()) {
            return;
        }
        String owner = member.getDeclaringClass().getTypeName();
        String shown = declaration.replace(" " + owner + ".", " ")
                .replace(" " + owner + "(", " " + type.getSimpleName() + "(");
        String name = member instanceof Constructor ? "" : member.getName();
        String parameters = shown.contains("(") ? shown.substring(shown.indexOf('('), shown.indexOf(')')) : "";
        members.putIfAbsent(name + parameters, type.getSimpleName() + ": " + shown);
    }

    /** The value of a constant is part of the API: compilers copy it into the code of users. */
    private static String valueOf(Field field) {
        boolean isConstant = Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        try {
            return isConstant ? " = " + field.get(null) : "";
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
