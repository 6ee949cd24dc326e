package dev.filch.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Supplies the plots' font on Linux. Linux servers often have no fonts, and Java cannot measure text without one. So
 * the JDK is told to use this font for everything, before it searches for fonts. Other systems have fonts of their own.
 */
final class ChartFont {

    /** The JDK reads a description of its fonts from this file before it asks the system. It is undocumented. */
    private static final String PROPERTY = "sun.awt.fontconfig";

    /** Liberation Sans, from PDFBox's jar. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final String NAME = "LiberationSans";
    private static final List<String> FAMILIES = List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput");
    private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

    private ChartFont() {}

    /** Installs the font unless the user has set one. Has no effect once the JDK has searched for fonts. */
    static synchronized void install() throws IOException {
        if (!System.getProperty("os.name").equals("Linux") || System.getProperty(PROPERTY) != null) {
            return;
        }
        Path directory = Files.createTempDirectory("filch-bench-font");
        Path font = directory.resolve(NAME + ".ttf");
        try (InputStream in = ChartFont.class.getResourceAsStream(FONT)) {
            Files.copy(in, font);
        }
        Path description = directory.resolve("fontconfig.properties");
        try (Writer out = Files.newBufferedWriter(description)) {
            describe(font).store(out, null);
        }
        List.of(directory, font, description).forEach(path -> path.toFile().deleteOnExit()); // in reverse order
        System.setProperty(PROPERTY, description.toString());
    }

    private static Properties describe(Path font) {
        Properties properties = new Properties();
        properties.setProperty("version", "1");
        properties.setProperty("sequence.allfonts", "latin-1");
        properties.setProperty("allfonts.latin-1", NAME);
        for (String family : FAMILIES) {
            for (String style : STYLES) {
                properties.setProperty(family + "." + style + ".latin-1", NAME);
            }
        }
        properties.setProperty("filename." + NAME, font.toString());
        return properties;
    }
}
