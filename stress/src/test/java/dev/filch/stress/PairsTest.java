package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.infra.TestInfo;

/** What jcstress does with the queues that all threads share, read from the class files of its tests. */
class PairsTest {

    private static final String PACKAGE = "dev.filch.stress.queue.";

    /** They do not look at anything that changes, or only at what the iterator shows. */
    private static final Set<String> NOTHING_NEW = Set.of("capacity", "spliterator");

    /** The public operations that have the code of another one, or a part of it. */
    private static final Map<String, String> SAME = Map.of(
            "added", "size",
            "push", "offer",
            "add", "offer",
            "pushAll", "offerAll",
            "stealBatchWithLimit", "stealBatch",
            "stealBatchAndPopWithLimit", "stealBatchAndPop");

    /** They change nothing, so that they do not disturb each other. */
    private static final Set<String> LOOKS = Set.of("isClosed", "isEmpty", "iterator", "size");

    @Test
    void eachPairOfARingsOperationsThatCanDisturbEachOtherHasATest() throws IOException {
        assertTested(MpmcRing.class, "Ring", pairs(LOOKS, LOOKS));
    }

    /** What sets the closing bit is seen by isClosed; peek writes nothing that the looks go by, but for the iterator. */
    @Test
    void eachPairOfAnInjectorsOperationsThatCanDisturbEachOtherHasATest() throws IOException {
        Set<String> undisturbed = pairs(LOOKS, LOOKS);
        undisturbed.addAll(pairs(Set.of("peek"), Set.of("isEmpty", "size")));
        undisturbed.addAll(pairs(Set.of("isClosed"), operations(Injector.class)));
        undisturbed.removeAll(pairs(Set.of("isClosed"), Set.of("close", "offer")));
        assertTested(Injector.class, "Injector", undisturbed);
    }

    private static void assertTested(Class<?> type, String prefix, Set<String> undisturbed) throws IOException {
        Map<String, MethodNode> actions = methods(prefix + "Actions");
        Set<String> tested = new HashSet<>();
        for (String test : tests(prefix)) {
            List<Set<String>> actors = methods(test).values().stream()
                    .filter(method -> isMarked(method, Actor.class))
                    .map(method -> operationsOf(method, type, actions))
                    .toList();
            for (int i = 0; i < actors.size(); i++) {
                for (int j = 0; j < i; j++) {
                    tested.addAll(pairs(actors.get(i), actors.get(j)));
                }
            }
        }
        Set<String> untested = pairs(operations(type), operations(type));
        untested.removeAll(undisturbed);
        untested.removeAll(tested);
        assertEquals(Set.of(), untested, "pairs of operations that no test has in two actors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ring", "Injector", "Deque"})
    void eachTestLooksAtWhatIsLeft(String prefix) throws IOException {
        Set<String> without = new TreeSet<>();
        for (String test : tests(prefix)) {
            if (methods(test).values().stream().noneMatch(method -> isMarked(method, Arbiter.class))) {
                without.add(test);
            }
        }
        assertEquals(Set.of(), without, "tests without an arbiter");
    }

    private static Set<String> pairs(Set<String> left, Set<String> right) {
        return left.stream()
                .flatMap(one -> right.stream().map(other -> pair(one, other)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String pair(String one, String other) {
        return Stream.of(one, other).sorted().collect(Collectors.joining(" x "));
    }

    /** What the type itself declares; all else of a queue is made of these. */
    private static Set<String> operations(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass().getPackage().equals(type.getPackage()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(method -> canonical(method.getName()))
                .filter(name -> !NOTHING_NEW.contains(name))
                .collect(Collectors.toSet());
    }

    private static String canonical(String operation) {
        return SAME.getOrDefault(operation, operation);
    }

    private static List<String> tests(String prefix) {
        return StressRunner.allTests().stream()
                .map(TestInfo::name)
                .filter(name -> name.startsWith(PACKAGE + prefix))
                .map(name -> name.substring(PACKAGE.length()).replaceFirst("\\.", "\\$"))
                .toList();
    }

    private static Map<String, MethodNode> methods(String type) throws IOException {
        ClassNode read = new ClassNode();
        new ClassReader(PACKAGE + type).accept(read, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Map<String, MethodNode> methods = new HashMap<>();
        read.methods.forEach(method -> methods.put(method.name, method));
        return methods;
    }

    private static boolean isMarked(MethodNode method, Class<?> annotation) {
        List<AnnotationNode> marks = method.visibleAnnotations;
        return marks != null && marks.stream().anyMatch(mark -> mark.desc.equals(Type.getDescriptor(annotation)));
    }

    /** What a method calls of a queue, by itself or through the actions of its class. */
    private static Set<String> operationsOf(MethodNode method, Class<?> type, Map<String, MethodNode> actions) {
        Set<String> found = new HashSet<>();
        for (AbstractInsnNode node : method.instructions) {
            if (!(node instanceof MethodInsnNode call)) {
                continue;
            }
            MethodNode action = actions.get(call.name);
            if (call.owner.equals(Type.getInternalName(type))) {
                found.add(canonical(call.name));
            } else if (action != null && call.owner.startsWith(PACKAGE.replace('.', '/'))) {
                found.addAll(operationsOf(action, type, actions));
            }
        }
        return found;
    }
}
