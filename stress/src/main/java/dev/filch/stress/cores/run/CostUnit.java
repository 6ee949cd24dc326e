package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import dev.filch.stress.cores.engine.Machine;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The units of {@link Costs}. The type of a component determines its unit. */
public enum CostUnit {
    /** Times. A file has nanoseconds, {@link Costs} picoseconds. */
    NANOSECONDS(long.class, Machine.NANOSECOND) {
        @Override
        Object component(double figure) {
            return Math.round(figure * Machine.NANOSECOND);
        }
    },
    /** Whole numbers. */
    COUNTS(int.class, 1) {
        @Override
        Object component(double figure) {
            if (figure != Math.rint(figure)) {
                throw new IllegalArgumentException("must be a whole number");
            }
            return (int) figure;
        }
    },
    /** Fractions of 1. */
    FRACTIONS(double.class, 1) {
        @Override
        Object component(double figure) {
            return figure;
        }
    };

    private final Class<?> type;
    private final double scale;

    CostUnit(Class<?> type, double scale) {
        this.type = type;
        this.scale = scale;
    }

    /** Converts a figure in a file to the value of a component. */
    abstract Object component(double figure);

    /** Returns the key of this unit's object in a file. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CostUnit of(RecordComponent component) {
        return Stream.of(values())
                .filter(unit -> unit.type == component.getType())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a cost without a unit: " + component));
    }

    /**
     * Returns the figures with this unit.
     *
     * @param costs the costs
     * @return the figures by key
     */
    public Map<String, Double> figures(Costs costs) {
        Map<String, Double> figures = new LinkedHashMap<>();
        collect(costs, "", figures);
        return figures;
    }

    private void collect(Record record, String prefix, Map<String, Double> figures) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = prefix + component.getName();
            Object value = value(component, record);
            if (value instanceof Record inner) {
                collect(inner, key + ".", figures);
            } else if (of(component) == this) {
                figures.put(key, ((Number) value).doubleValue() / scale);
            }
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
