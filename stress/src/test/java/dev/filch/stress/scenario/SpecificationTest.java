package dev.filch.stress.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random programs of one thread get the same results from the specification as from the structures. */
class SpecificationTest {

    private static final long SEED = Long.getLong("filch.seed", System.nanoTime());
    private static final List<Row> ROWS = ScenarioTable.rows();
    private static final int PROGRAMS = 300;
    private static final int LENGTH = 8;

    static Stream<State> states() {
        return ROWS.stream().map(Row::state).filter(state -> state.other().isEmpty()).distinct();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void specificationAgreesWithStructure(State state) throws ReflectiveOperationException {
        Random random = new Random(SEED);
        for (int i = 0; i < PROGRAMS; i++) {
            List<Invocation> program = program(state, random);
            assertEquals(
                    real(state, program), specified(state, program).orElseThrow(), state + " " + program + ", -Dfilch.seed=" + SEED);
        }
    }

    private static List<Invocation> program(State state, Random random) {
        List<Operation> operations = state.structure().operations;
        List<Invocation> program = new ArrayList<>();
        while (program.size() < LENGTH) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            program.add(switch (operation.name()) {
                case "fillPart" -> Invocation.parse(state, "fillPart 1 5");
                case "fillUntilThrown", "moveBatch", "pushAndWake" -> Invocation.parse(state, "size");
                case "pushAll" -> Invocation.parse(state, "pushAll 5 6");
                // It begins with a random case.
                case "selectEither" -> Invocation.parse(state, "selectSend 5");
                default -> operation.withElementsFrom(1 + random.nextInt(7));
            });
            if (specified(state, program).isEmpty()) {
                // No other thread ends the wait.
                program.remove(program.size() - 1);
            }
        }
        program.add(Invocation.parse(state, Structure.REST));
        return program;
    }

    /** The results of a program; empty if it waits for another thread. */
    private static Optional<List<Integer>> specified(State state, List<Invocation> program) {
        List<Elements> structures = Elements.of(state);
        Progress progress = new Progress(program);
        while (!progress.isDone()) {
            if (!progress.advance(structures, new Choices())) {
                return Optional.empty();
            }
        }
        return Optional.of(progress.answers);
    }

    private static List<Integer> real(State state, List<Invocation> program) throws ReflectiveOperationException {
        Object actions = someTest(state).getConstructor().newInstance();
        List<Integer> answers = new ArrayList<>();
        for (Invocation call : program) {
            Object answer = invoke(actions, call);
            if (call.operation().answers()) {
                answers.add((Integer) answer);
            }
        }
        return answers;
    }

    private static Class<?> someTest(State state) throws ClassNotFoundException {
        Row row = ROWS.stream().filter(any -> any.state().equals(state)).findFirst().orElseThrow();
        return Class.forName(Generator.PACKAGE + "." + state.className() + "$" + row.name());
    }

    private static Object invoke(Object actions, Invocation call) throws ReflectiveOperationException {
        Class<?> actionsOfStructure = actions.getClass().getSuperclass();
        Method method = Stream.of(actionsOfStructure, actionsOfStructure.getSuperclass())
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(any -> any.getName().equals(call.operation().name()))
                .findFirst()
                .orElseThrow();
        method.setAccessible(true);
        return method.invoke(actions, arguments(method, call.arguments()));
    }

    /** Puts the last arguments into an array if the method has a variable number of them. */
    private static Object[] arguments(Method method, List<Integer> values) {
        int fixed = method.getParameterCount() - (method.isVarArgs() ? 1 : 0);
        List<Object> arguments = new ArrayList<>(values.subList(0, fixed));
        if (method.isVarArgs()) {
            Object rest = Array.newInstance(int.class, values.size() - fixed);
            for (int i = fixed; i < values.size(); i++) {
                Array.setInt(rest, i - fixed, values.get(i));
            }
            arguments.add(rest);
        }
        return arguments.toArray();
    }
}
