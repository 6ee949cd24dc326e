package dev.filch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.pool.PoolMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that GraalVM's native-image supports all reflection in core. While native-image builds an image, it evaluates
 * each {@code findVarHandle} whose arguments are constants. Any other reflection needs an entry in the metadata.
 */
class NativeImageTest {

    /** Calls that native-image cannot evaluate, or only in some cases. */
    private static final Pattern REFLECTION = Pattern.compile("Method (?:java/lang/reflect/.*"
            + "|java/lang/invoke/MethodHandles\\.(?!lookup|arrayElementVarHandle).*"
            + "|java/lang/invoke/MethodHandles\\$Lookup\\.(?!findVarHandle).*"
            + "|java/lang/Class\\.(?:forName|newInstance).*"
            + "|java/lang/Class\\.get\\w*(?:Resource|Field|Method|Constructor|Component|Class).*"
            + "|java/lang/ClassLoader\\..*|java/lang/System\\.load.*"
            + "|java/util/(?:ServiceLoader|ResourceBundle)\\..*|java/util/concurrent/atomic/\\w+FieldUpdater\\..*"
            + "|java/io/Object(?:In|Out)putStream\\..*)");

    private static final Pattern FIND_VAR_HANDLE =
            Pattern.compile("Method java/lang/invoke/MethodHandles\\$Lookup\\.findVarHandle.*");
    private static final List<Pattern> CONSTANT_ARGUMENTS = Stream.of("class \\S+", "String \\S+",
            "class \\S+|Field java/lang/\\w+\\.TYPE:Ljava/lang/Class;").map(Pattern::compile).toList();

    /** The operand of each instruction, in the order of the code; empty if the instruction has none. */
    private static List<String> operands(String name) {
        StringWriter code = new StringWriter();
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        int exit = javap.run(new PrintWriter(code), new PrintWriter(code), "-c", "-p",
                CoreClasses.DIRECTORY.resolve(name.replace('.', '/') + ".class").toString());
        assertEquals(0, exit, code::toString);
        return code.toString().lines().filter(line -> line.matches(" +\\d+: .*"))
                .map(line -> line.contains("// ") ? line.substring(line.indexOf("// ") + "// ".length()) : "").toList();
    }

    private static List<String> faults(List<String> operands) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            if (REFLECTION.matcher(operands.get(i)).matches()) {
                faults.add(operands.get(i));
            }
            if (FIND_VAR_HANDLE.matcher(operands.get(i)).matches()) {
                List<String> arguments = operands.subList(i - CONSTANT_ARGUMENTS.size(), i);
                for (int j = 0; j < CONSTANT_ARGUMENTS.size(); j++) {
                    if (!CONSTANT_ARGUMENTS.get(j).matcher(arguments.get(j)).matches()) {
                        faults.add("findVarHandle is called with " + arguments);
                    }
                }
            }
        }
        return faults;
    }

    @Test
    void findVarHandleWithConstantArgumentsIsTheOnlyReflection() throws Exception {
        List<String> names = CoreClasses.namesIn(CoreClasses.DIRECTORY);
        assertTrue(names.size() > 100, () -> "expected more than 100 classes, found " + names);
        for (String name : names) {
            assertEquals(List.of(), faults(operands(name)), name);
        }
    }

    /** The types listed under a key of the metadata. */
    private static Set<String> typesInMetadata(String key) throws IOException {
        Path metadata =
                CoreClasses.DIRECTORY.resolve("META-INF/native-image/dev.filch/filch/reachability-metadata.json");
        return Pattern.compile("\"" + key + "\": \"([^\"]+)\"").matcher(Files.readString(metadata)).results()
                .map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Adds a type of Filch and, recursively, the types that its methods return. */
    private static void addReflectedByJmx(Class<?> type, Set<String> names) {
        if (type.getName().startsWith("dev.filch.") && names.add(type.getName())) {
            for (Method method : type.getMethods()) {
                addReflectedByJmx(method.getReturnType(), names);
            }
        }
    }

    @Test
    void metadataListsTheTypesThatJmxReflectsOn() throws Exception {
        Set<String> reflected = new TreeSet<>();
        addReflectedByJmx(PoolMXBean.class, reflected);
        assertEquals(reflected, typesInMetadata("type"));
    }

    @Test
    void metadataTakesEffectWhenABeanIsRegistered() throws Exception {
        String registration = "dev.filch.pool.BeanRegistration";
        assertEquals(Set.of(registration), typesInMetadata("typeReached"));
        Class.forName(registration, false, getClass().getClassLoader());
    }
}
