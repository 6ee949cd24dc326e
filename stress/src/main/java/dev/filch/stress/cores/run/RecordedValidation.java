package dev.filch.stress.cores.run;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The shipped validation. A report shows it and marks curves by it, unless the command has validated the costs. */
public final class RecordedValidation {

    /** Describes where the rows were measured. */
    public static final String ORIGIN = "recorded on two cores of an AMD EPYC, simulated with the costs epyc";

    private static final String RESOURCE = "/dev/filch/stress/cores/costs/epyc-validation.json";

    private RecordedValidation() {
    }

    /**
     * Returns the rows.
     *
     * @return a row for each compared workload
     */
    public static List<ValidationRow> rows() {
        try (InputStream in = RecordedValidation.class.getResourceAsStream(RESOURCE);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return List.of(new Gson().fromJson(reader, ValidationRow[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
