package dev.filch.stress.scenario;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.filch.channel.Channel;
import dev.filch.queue.Injector;
import dev.filch.queue.MpmcRing;
import dev.filch.queue.Stealer;
import dev.filch.queue.WorkDeque;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/** The table pairs all public operations of the queues and of the channels. */
class PairsTest {

    private static final Map<Structure, List<Class<?>>> TYPES = Map.of(
            Structure.RING, List.of(MpmcRing.class),
            Structure.INJECTOR, List.of(Injector.class),
            Structure.DEQUE, List.of(WorkDeque.class, Stealer.class),
            Structure.CHANNEL, List.of(Channel.class));

    /** Methods that read only constants, or only what the iterator reads. */
    private static final Set<String> NOT_PAIRED = Set.of("capacity", "spliterator", "stealer");

    /** Methods of a channel that may wait, that only make an object, or that tell a person about it. */
    private static final Set<String> NOT_PAIRED_OF_CHANNEL = Set.of(
            "send", "receive", "receiveAll", "iterator", "stream", "asFlow", "asPublisher", "asSubscriber", "toString");

    /** Public operations that share the code of another. */
    private static final Map<String, String> SAME_CODE = Map.ofEntries(
            entry("Injector.push", "offer"),
            entry("Injector.add", "offer"),
            entry("Injector.pushAll", "offerAll"),
            entry("Injector.stealBatchWithLimit", "stealBatch"),
            entry("Injector.stealBatchAndPopWithLimit", "stealBatchAndPop"),
            entry("Stealer.stealBatchWithLimit", "stealBatch"),
            entry("Stealer.stealBatchAndPopWithLimit", "stealBatchAndPop"),
            entry("Channel.asTransferQueue", "asBlockingQueue"),
            entry("Channel.onSend", "selectSend"),
            entry("Channel.onReceive", "selectReceive"),
            entry("Channel.onSendNext", "selectEither"));

    @ParameterizedTest
    @EnumSource
    void eachPublicMethodHasOneLetter(Structure structure) {
        Set<String> letters = lettered(structure).map(Operation::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> methods = new TreeSet<>();
        for (Class<?> type : TYPES.get(structure)) {
            Arrays.stream(type.getMethods())
                    .filter(method -> method.getDeclaringClass().getPackage().equals(type.getPackage()))
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .map(method -> SAME_CODE.getOrDefault(
                            type.getSimpleName() + "." + method.getName(), method.getName()))
                    .filter(name -> !NOT_PAIRED.contains(name))
                    .filter(name -> structure != Structure.CHANNEL || !NOT_PAIRED_OF_CHANNEL.contains(name))
                    .forEach(methods::add);
        }
        assertEquals(methods, letters, "public methods and operations with letters must agree");
    }

    @ParameterizedTest
    @EnumSource
    void tableContainsEachPair(Structure structure) {
        Set<String> met = ScenarioTable.rows().stream()
                .filter(row -> row.state().structure() == structure)
                .filter(row -> row.actors().size() == 2 && row.actors().stream().allMatch(actor -> actor.size() == 1))
                .map(row -> pair(row.actors().get(0).get(0).operation(), row.actors().get(1).get(0).operation()))
                .collect(Collectors.toSet());
        Set<String> all = lettered(structure)
                .flatMap(one -> lettered(structure)
                        .filter(other -> one.role().meets(other.role()))
                        .map(other -> pair(one, other)))
                .collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(met);
        assertEquals(Set.of(), all, "these pairs are in no row of the table");
    }

    @Test
    void jcstressRunsEachRow() {
        Map<String, String> tests = TestList.tests().stream()
                .map(TestList::getInfo)
                .filter(test -> !test.description().equals("null"))
                .collect(Collectors.toMap(TestInfo::name, TestInfo::description));
        Map<String, String> rows = ScenarioTable.rows().stream()
                .collect(Collectors.toMap(
                        row -> Generator.PACKAGE + "." + row.state().className() + "." + row.name(), Row::toString));
        assertTrue(rows.size() > 500, "expected more than 500 rows, but got " + rows.size());
        assertEquals(rows, tests);
    }

    private static Stream<Operation> lettered(Structure structure) {
        return structure.operations.stream().filter(operation -> operation.letter() != ' ');
    }

    private static String pair(Operation one, Operation other) {
        return Stream.of(one.name(), other.name()).sorted().collect(Collectors.joining(" x "));
    }
}
