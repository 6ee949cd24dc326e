package dev.filch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.filch.queue.MpmcRing;
import java.io.IOException;
import java.lang.reflect.Method;
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

/** What jcstress does with rings, read from the class files of its tests. */
class RingPairsTest {

    private static final String PACKAGE = "dev.filch.stress.queue.";

    /** They change nothing, so that they do not disturb each other. */
    private static final Set<String> LOOKS = Set.of("isEmpty", "iterator", "size");

    /** They do not look at anything that changes, or only at what the iterator shows. */
    private static final Set<String> NOTHING_NEW = Set.of("capacity", "spliterator");

    private final Map<String, MethodNode> ringActions;

    RingPairsTest() throws IOException {
        ringActions = methods("RingActions");
    }

    @Test
    void eachPairOfOperationsThatCanDisturbEachOtherHasATest() throws IOException {
        Set<String> tested = new HashSet<>();
        for (String test : tests()) {
            List<Set<String>> actors = methods(test).values().stream()
                    .filter(method -> isMarked(method, Actor.class))
                    .map(this::operationsOf)
                    .collect(Collectors.toList());
            for (int i = 0; i < actors.size(); i++) {
                for (int j = 0; j < i; j++) {
                    tested.addAll(pairs(actors.get(i), actors.get(j)));
                }
            }
        }
        Set<String> untested = pairs(operations(), operations());
        untested.removeAll(pairs(LOOKS, LOOKS));
        untested.removeAll(tested);
        assertEquals(Set.of(), untested, "pairs of operations that no test has in two actors");
    }

    @Test
    void eachTestLooksAtWhatIsLeft() throws IOException {
        Set<String> without = new TreeSet<>();
        for (String test : tests()) {
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

    /** What the ring itself declares; all else of a queue is made of these. */
    private static Set<String> operations() {
        return Arrays.stream(MpmcRing.class.getMethods())
                .filter(method -> method.getDeclaringClass().getPackage().equals(MpmcRing.class.getPackage()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !NOTHING_NEW.contains(name))
                .collect(Collectors.toSet());
    }

    private static List<String> tests() {
        return StressRunner.allTests().stream()
                .map(TestInfo::name)
                .filter(name -> name.startsWith(PACKAGE + "Ring"))
                .map(name -> name.substring(PACKAGE.length()).replaceFirst("\\.", "\\$"))
                .collect(Collectors.toList());
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

    /** What a method calls of a ring, by itself or through {@code RingActions}. */
    private Set<String> operationsOf(MethodNode method) {
        Set<String> found = new HashSet<>();
        for (AbstractInsnNode node : method.instructions) {
            if (!(node instanceof MethodInsnNode call)) {
                continue;
            }
            MethodNode action = ringActions.get(call.name);
            if (call.owner.equals(Type.getInternalName(MpmcRing.class))) {
                found.add(call.name);
            } else if (action != null && call.owner.startsWith(PACKAGE.replace('.', '/') + "Ring")) {
                found.addAll(operationsOf(action));
            }
        }
        return found;
    }
}
