import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.service.ocsp.OnlineOCSPSource;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.lang.reflect.Method;

/** Judge ROOT.pem FILE...: one line a file, “indication subindication level”, with its own trust in that root only. */
public final class Judge {
    private static final String[] VERIFIERS = {
        "eu.europa.esig.dss.spi.validation.CommonCertificateVerifier", // since 6.1
        "eu.europa.esig.dss.validation.CommonCertificateVerifier",
    };

    public static void main(String[] args) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(args[0])));
        for (int i = 1; i < args.length; i++) {
            System.out.println(judged(new File(args[i]), trusted));
        }
    }

    private static String judged(File file, CommonTrustedCertificateSource trusted) throws Exception {
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
        Object verifier = verifier();
        call(verifier, "setTrustedCertSources", (Object) new CommonTrustedCertificateSource[] {trusted});
        call(verifier, "setOcspSource", new OnlineOCSPSource());
        call(verifier, "setCrlSource", new OnlineCRLSource());
        call(validator, "setCertificateVerifier", verifier);
        Reports reports = validator.validateDocument();
        var simple = reports.getSimpleReport();
        String id = simple.getFirstSignatureId();
        if (System.getenv("DSS_EXPLAIN") != null) {
            System.err.println(reports.getXmlSimpleReport());
            System.err.println(reports.getXmlDetailedReport());
        }
        return simple.getIndication(id) + " " + simple.getSubIndication(id) + " " + simple.getSignatureFormat(id);
    }

    private static Object verifier() throws Exception {
        for (String name : VERIFIERS) {
            try {
                return Class.forName(name).getConstructor().newInstance();
            } catch (ClassNotFoundException older) {
                continue;
            }
        }
        throw new IllegalStateException("no verifier");
    }

    private static void call(Object target, String name, Object argument) throws Exception {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 1) {
                try {
                    method.invoke(target, argument);
                    return;
                } catch (IllegalArgumentException overloaded) {
                    continue;
                }
            }
        }
        throw new IllegalStateException(name);
    }
}
