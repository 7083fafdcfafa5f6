<?xml version="1.0" encoding="UTF-8"?>
<!-- Turns data/attributes.xml into the part of threat-model.rng that says which attributes a model file may have. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://relaxng.org/ns/structure/1.0">
 <xsl:output method="xml" indent="yes" encoding="UTF-8"/>

 <xsl:template match="/attributes">
  <grammar datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
   <xsl:call-template name="scope"><xsl:with-param name="scope" select="'element'"/></xsl:call-template>
   <xsl:call-template name="scope"><xsl:with-param name="scope" select="'flow'"/></xsl:call-template>
   <xsl:call-template name="scope"><xsl:with-param name="scope" select="'boundary'"/></xsl:call-template>
   <xsl:call-template name="scope"><xsl:with-param name="scope" select="'account'"/></xsl:call-template>
   <xsl:call-template name="scope"><xsl:with-param name="scope" select="'asset'"/></xsl:call-template>
   <define name="boundary-kind">
    <xsl:apply-templates select="attribute[@scope = 'boundary' and @name = 'btype']" mode="value"/>
   </define>
   <define name="fact-choice">
    <choice>
     <xsl:apply-templates select="attribute[@scope = 'programme']" mode="fact"/>
    </choice>
   </define>
  </grammar>
 </xsl:template>

 <!-- All attributes of a scope that a person may set, in the order of the schema, which is the order in a file. -->
 <xsl:template name="scope">
  <xsl:param name="scope"/>
  <define name="{$scope}-attributes">
   <empty/>
   <xsl:apply-templates select="attribute[@scope = $scope and not(@structural = 'yes') and not(@stored = 'no')]" mode="child"/>
  </define>
 </xsl:template>

 <xsl:template match="attribute[@type = 'set']" mode="child">
  <zeroOrMore>
   <element name="{@name}"><xsl:apply-templates select="." mode="value"/></element>
  </zeroOrMore>
 </xsl:template>

 <xsl:template match="attribute" mode="child">
  <optional>
   <element name="{@name}"><xsl:apply-templates select="." mode="value"/></element>
  </optional>
 </xsl:template>

 <xsl:template match="attribute" mode="fact">
  <group>
   <attribute name="name"><value><xsl:value-of select="@name"/></value></attribute>
   <ref name="fact-leading"/>
   <optional>
    <element name="value"><xsl:apply-templates select="." mode="value"/></element>
   </optional>
  </group>
 </xsl:template>

 <!-- What the value of an attribute may be; "unknown" is always allowed. -->
 <xsl:template match="attribute" mode="value">
  <choice>
   <value>unknown</value>
   <xsl:choose>
    <xsl:when test="value">
     <xsl:for-each select="value"><value><xsl:value-of select="@name"/></value></xsl:for-each>
    </xsl:when>
    <xsl:when test="@type = 'tri'"><value>yes</value><value>no</value></xsl:when>
    <xsl:when test="@type = 'fact'"><value>yes</value><value>partial</value><value>no</value></xsl:when>
    <xsl:when test="@type = 'rating'">
     <value>1</value><value>2</value><value>3</value><value>4</value><value>5</value>
    </xsl:when>
    <xsl:when test="@type = 'int'">
     <data type="integer">
      <param name="minInclusive"><xsl:value-of select="@minimum"/></param>
      <param name="maxInclusive"><xsl:value-of select="@maximum"/></param>
      <param name="pattern">0|-?[1-9][0-9]*</param>
     </data>
    </xsl:when>
    <xsl:when test="@type = 'date' or @type = 'fact-date'"><ref name="date"/></xsl:when>
    <xsl:when test="@type = 'ref'"><ref name="id"/></xsl:when>
    <xsl:otherwise><ref name="line"/></xsl:otherwise>
   </xsl:choose>
  </choice>
 </xsl:template>
</xsl:stylesheet>
